# SPDX-License-Identifier: GPL-2.0-only
"""Plays tests/golden/live/.../realtime: devices of a database that come to be known one by one, register, call and are forgotten.

The rows are written when Asterisk runs, so that nobody is known before somebody asks for him. phones.py tells how.

    play_realtime.py FILE [uncached]        the database, of SQLite; whether devices are not kept in memory (realtime-uncached)
"""
import sqlite3
import sys

from phones import Phone, Play, wait_for

COLUMNS = ("name", "type", "host", "secret", "context", "defaultuser", "ipaddr", "port", "regseconds", "fullcontact", "useragent", "lastms",
           "regserver", "disallow", "allow", "qualify", "callerid", "mailbox", "description", "call-limit", "busylevel", "callcounter", "nat",
           "deny", "permit", "insecure", "transport", "language", "accountcode", "callgroup", "setvar", "dtmfmode", "fromuser", "subscribecontext")
ROWS = {
    "alice": {"qualify": "yes", "mailbox": "600@default", "callerid": '"Alice A" <101>', "description": "A desk phone", "call-limit": "4",
              "busylevel": "2", "accountcode": "acc-alice", "callgroup": "1,3", "setvar": "COLOR=red;SIZE=large", "language": "en"},
    "bob": {"callcounter": "yes", "callerid": '"Bob B" <102>', "defaultuser": "bobby", "nat": "force_rport,comedia", "deny": "0.0.0.0/0.0.0.0",
            "permit": "127.0.0.0/255.0.0.0", "disallow": "all", "allow": "alaw"},
    "carol": {"type": "peer", "host": "127.0.0.13", "insecure": "port,invite", "fromuser": "trunkline", "dtmfmode": "info"},
    "dave": {"type": "user", "callerid": '"Dave D" <104>', "call-limit": "3"},
    "erin": {"transport": "tcp", "description": "has never been here"},
    "frank": {"type": "peer", "host": "127.0.0.16", "port": "5070"},
    "grace": {"type": "peer", "mailbox": "611@default,612@default"},
    "heidi": {"type": "peer", "host": "127.0.0.18", "callcounter": "yes"},
    "judy": {"type": "user"},
    "mallory": {"regserver": "another-pbx", "ipaddr": "127.0.0.21", "port": "5062", "regseconds": "4102444800", "defaultuser": "mal",
                "fullcontact": "sip:mal@127.0.0.21:5062", "useragent": "Phone of long ago", "lastms": "7", "qualify": "no"},
    "a_very_long_name_of_a_device_that_is_cut": {},
}

class Realtime(Play):
    """The phones, the rows, and the stages."""
    stages = ("at_the_start", "asked_for", "registered", "in_calls", "gone", "completed", "pruned", "found_again", "wrong")

    def __init__(self, path):
        super().__init__()
        self.path = path
        self.alice, self.bob, self.carol = Phone("alice", "127.0.0.11"), Phone("bob", "127.0.0.12"), Phone("carol", "127.0.0.13")
        self.dave, self.grace, self.heidi = Phone("dave", "127.0.0.14"), Phone("grace", "127.0.0.17"), Phone("heidi", "127.0.0.18")
        self.ivan, self.mallory = Phone("ivan", "127.0.0.19"), Phone("mallory", "127.0.0.21")

    def sql(self, text, *values):
        """Rows that a statement gives."""
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            with connection:
                return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    def insert(self):
        """Writes the rows, in place of a table that Asterisk may have made."""
        self.sql("drop table if exists sippeers")
        self.sql("create table sippeers (" + ", ".join(f'"{name}" varchar(80)' for name in COLUMNS) + ")")
        for name, columns in ROWS.items():
            columns = {"name": name, "type": "friend", "host": "dynamic", "secret": "secret", **columns}
            names = ", ".join(f'"{each}"' for each in columns)
            self.sql(f"insert into sippeers ({names}) values ({', '.join('?' for _ in columns)})", *columns.values())

    def row(self, name, column, value):
        """Waits until a column of a row has a value, and prints what of the row a registration changes."""
        wait_for(lambda: self.sql(f"select 1 from sippeers where name = ? and coalesce({column}, '') = ?", name, value), f"{column} = {value} of {name}")
        columns = ("name", "defaultuser", "ipaddr", "port", "fullcontact", "useragent", "regserver", "lastms")
        found = self.sql(f"select {', '.join(columns)}, regseconds - strftime('%s', 'now') from sippeers where name = ?", name)[0]
        left = "over" if found[-1] is None or found[-1] <= 0 else "in some minutes"
        self.show(f"row of {name}", "".join(f"{column}={value}\n" for column, value in zip(columns, found)) + f"regseconds: {left}\n")

    def lists(self):
        """Everything that lists devices."""
        self.ask("sip show peers", "sip show users", "sip show inuse all", "sip show objects")
        self.act("SIPpeers")

    def at_the_start(self):
        """Nobody has been asked for."""
        self.stage = "start"
        self.insert()
        self.lists()
        self.ask("sip show settings", "sip show peer alice", "sip show user alice", "sip show peers like a", "sip show users like a",
                 "sip show peer ivan", "sip show peer ivan load", "sip show user ivan load")
        self.act("SIPshowpeer", Peer="alice")
        self.act("SIPpeerstatus", Peer="alice")
        self.act("SIPpeerstatus")
        self.act("SIPqualifypeer", Peer="alice")
        self.act("Getvar", Variable="DEVICE_STATE(SIP/alice)")

    def asked_for(self):
        """Some have been asked for by name, in different ways."""
        self.stage = "asked for"
        self.ask("sip show peer erin load", "sip show peer erin", "sip show user erin", "sip show peer carol load", "sip show user carol load",
                 "sip show user dave load", "sip show user dave", "sip show peer dave load", "sip show peer judy load", "sip show user judy",
                 "sip show user judy load", "sip show peer nobody load", "sip show user nobody load", "sip show peer mallory load",
                 "sip show user alice load", "sip show peer a_very_long_name_of_a_device_that_is_cut load")
        for item in ("", ",ip", ",port", ",context", ",dynamic", ",callerid_name", ",status", ",useragent", ",codecs", ",mailbox"):
            self.act("Getvar", Variable=f"SIPPEER(mallory{item})")
        self.act("Getvar", Variable="SIPPEER(grace,host)")
        self.act("Getvar", Variable="SIPPEER(nobody,ip)")
        self.act("SIPshowpeer", Peer="frank")
        self.ask("sip qualify peer frank", "sip qualify peer frank load", "sip notify check-sync heidi", "sip set debug peer carol", "sip set debug off")
        wait_for(lambda: [each for each in self.heidi.received if each.method == "NOTIFY"], "the NOTIFY for heidi")
        self.tell("PeerStatus")
        self.lists()
        self.ask("sip show peer frank", "sip show peer heidi", "sip show peers like ^[a-e]", "sip show users like ^[a-e]")
        self.act("SIPshowpeer", Peer="mallory")
        self.act("SIPshowpeer", Peer="erin")
        self.act("SIPpeerstatus")
        self.row("mallory", "ipaddr", "127.0.0.21")

    def registered(self):
        """Phones have registered, and one that may not has tried."""
        self.stage = "registered"
        for phone in (self.alice, self.bob, self.grace, self.ivan):
            phone.register()
            self.manager.expect("PeerStatus", Peer=f"SIP/{phone.name}", PeerStatus="Registered")
        self.manager.until("sip show peers", r"^alice/.* OK \(")
        self.manager.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Reachable")
        answer, _ = self.carol.transact("REGISTER", "carol", "register-carol")
        self.show("REGISTER of carol", answer.start + "\n")
        answer, _ = self.dave.transact("REGISTER", "dave", "register-dave")
        self.show("REGISTER of dave", answer.start + "\n")
        self.tell("PeerStatus")
        self.row("alice", "regserver", "pbx-of-tests")
        self.row("bob", "regserver", "pbx-of-tests")
        self.row("grace", "regserver", "pbx-of-tests")
        self.lists()
        self.manager.until("database show SIP/Registry", "ivan")
        self.ask("sip show peer alice", "sip show peer alice load", "sip show user alice", "sip show peer bob", "sip show user bob load",
                 "sip show peer grace", "database show SIP/Registry")
        self.act("SIPshowpeer", Peer="alice")
        self.act("SIPshowpeer", Peer="bob")
        self.act("SIPpeerstatus", Peer="SIP/alice")
        self.act("Getvar", Variable="SIPPEER(alice,status)")
        self.act("Getvar", Variable="SIPPEER(bob,ip)")
        self.act("Getvar", Variable="DEVICE_STATE(SIP/alice)")

    def in_calls(self):
        """Devices of the database call and are called."""
        self.stage = "calls"
        self.alice.call("600", "by-alice")
        self.dave.call("600", "by-dave")
        self.carol.call("600", "by-carol")
        self.bob.call("208", "to-heidi")
        self.manager.until("core show channels count", "^5 active channels")
        to_heidi = next(call for call in self.heidi.calls if "@phones" not in call)
        self.ask("sip show inuse", "sip show inuse all", "sip show peer dave load", "sip show user dave", "sip show channel by-dave",
                 "sip show channel by-carol", f"sip show channel {to_heidi}", "sip prune realtime bob", "sip prune realtime heidi",
                 "sip show inuse all", "sip show peers")
        for phone, call, to in ((self.alice, "by-alice", "600"), (self.dave, "by-dave", "600"), (self.carol, "by-carol", "600"),
                                (self.bob, "to-heidi", "208")):
            phone.within("BYE", call, 3, to)
        self.manager.until("core show channels count", "^0 active channels")
        self.ask("sip show inuse all", "sip show peers")

    def gone(self):
        """One has left, another was sent away."""
        self.stage = "gone"
        self.alice.register(0, "leaves")
        self.manager.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Unregistered")
        self.ask("sip unregister grace", "sip unregister grace", "sip unregister erin", "sip unregister nobody", "sip unregister mallory")
        self.mallory.register(0)
        for name in ("grace", "mallory"):
            self.manager.expect("PeerStatus", Peer=f"SIP/{name}", PeerStatus="Unregistered")
        self.tell("PeerStatus")
        self.row("mallory", "ipaddr", "")
        self.ask("sip show peer grace")

    def completed(self):
        """What the console completes."""
        self.stage = "completion"
        self.complete("sip prune realtime ", "sip prune realtime p", "sip prune realtime a", "sip prune realtime peer ", "sip prune realtime peer a",
                      "sip prune realtime peer like ", "sip prune realtime peer like c", "sip prune realtime like ", "sip show peer ",
                      "sip show peer m", "sip show peer mallory ", "sip show user ", "sip show user d", "sip show user dave ", "sip qualify peer ",
                      "sip unregister ", "sip notify check-sync ", "sip set debug peer ")

    def pruned(self):
        """Devices are forgotten."""
        self.stage = "pruned"
        self.ask("sip prune realtime erin", "sip prune realtime erin", "sip show peer erin", "sip prune realtime peer carol",
                 "sip prune realtime ivan", "sip prune realtime peer ivan", "sip prune realtime nobody", "sip prune realtime peer nobody",
                 "sip prune realtime dave", "sip prune realtime peer dave", "sip prune realtime judy", "sip show user judy",
                 "sip prune realtime like ^a_", "sip prune realtime like ^a_", "sip prune realtime peer like ^f", "sip prune realtime peer like ^i",
                 "sip show peers", "sip show users", "sip prune realtime all", "sip prune realtime all", "sip prune realtime peer all")
        self.lists()
        self.act("SIPshowpeer", Peer="alice")
        self.complete("sip prune realtime peer ", "sip show peer ", "sip show user ")

    def found_again(self):
        """Who was forgotten is found again, where he had registered."""
        self.stage = "found again"
        self.ask("sip show peer bob load", "sip show peer alice load", "sip show user dave load", "sip show peers", "sip show users")
        self.bob.call("600", "again")
        self.ask("sip show inuse all")
        self.bob.within("BYE", "again", 3, "600")
        self.manager.until("core show channels count", "^0 active channels")
        self.sql("update sippeers set description = 'moved', secret = 'other' where name = 'bob'")
        self.ask("sip show peer bob load", "sip show peers like bob", "sip prune realtime bob", "sip show peer bob load", "sip show peers like bob")
        self.act("SIPnotify", Channel="heidi", Variable="Event=check-sync")
        self.act("MessageSend", To="sip:frank", From="sip:tests", Body="found")
        self.ask("sip show peers like ^[fh]")
        self.sql("delete from sippeers where name = 'dave'")
        self.ask("sip show user dave load", "sip prune realtime all", "sip show user dave load", "sip show users")

    def wrong(self):
        """Questions that are no good."""
        self.stage = "wrong"
        self.ask("sip prune realtime", "sip prune realtime peer", "sip prune realtime like", "sip prune realtime peer like", "sip prune realtime like [",
                 "sip prune realtime peer like [", "sip prune realtime alice bob", "sip prune realtime all all", "sip prune realtime peer all all",
                 "sip prune realtime user alice", "sip prune realtime user all", "sip prune realtime like a b", "sip prune realtime peer like a b",
                 "sip prune realtime peer peer", "sip prune realtime ALL", "sip prune realtime PEER ALL", "sip prune realtime LIKE a",
                 "sip show peer alice LOAD", "sip show peer alice loaded", "sip show user alice loaded", "sip show peer alice load more")

class Uncached(Realtime):
    """The same devices when none is kept in memory."""
    stages = ("not_kept", "in_use", "wrong")

    def not_kept(self):
        """They are asked for."""
        self.stage = "not kept"
        self.insert()
        self.ask("sip show settings", "sip show peer alice", "sip show user dave", "sip show peer erin load", "sip show user dave load",
                 "sip show peer carol load", "sip show user carol load", "sip show peer nobody load", "sip show user nobody load")
        for item in ("ip", "port", "context", "dynamic"):
            self.act("Getvar", Variable=f"SIPPEER(frank,{item})")
        self.act("SIPpeerstatus", Peer="nobody")
        self.ask("sip prune realtime nobody", "sip prune realtime ivan", "sip prune realtime like ^i")
        self.sql("update sippeers set description = 'moved' where name = 'erin'")
        self.ask("sip show peer erin load")
        self.sql("delete from sippeers where name = 'erin'")
        self.ask("sip show peer erin load")

    def in_use(self):
        """They register and call."""
        self.stage = "in use"
        for phone in (self.bob, self.ivan):
            phone.register()
            self.manager.expect("PeerStatus", Peer=f"SIP/{phone.name}", PeerStatus="Registered")
        self.tell("PeerStatus")
        self.row("bob", "regserver", "pbx-of-tests")
        self.ask("sip show peer ivan", "sip show peers like ^i")
        self.dave.call("600", "by-dave")
        self.bob.call("208", "to-heidi")
        self.manager.until("core show channels count", "^3 active channels")
        to_heidi = next(call for call in self.heidi.calls if "@phones" not in call)
        self.ask("sip show channel by-dave", "sip show channel to-heidi", f"sip show channel {to_heidi}")
        for phone, call, to in ((self.dave, "by-dave", "600"), (self.bob, "to-heidi", "208")):
            phone.within("BYE", call, 3, to)
        self.manager.until("core show channels count", "^0 active channels")


(Uncached if sys.argv[2:] == ["uncached"] else Realtime)(sys.argv[1]).run()
