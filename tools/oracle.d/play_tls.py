# SPDX-License-Identifier: GPL-2.0-only
"""Plays tests/golden/live/.../tls: phones over TLS that register and call with encrypted sound. phones.py tells how."""
import re

from phones import Phone, Play


class Tls(Play):
    """The phones and the stages."""
    stages = ("at_the_start", "registered", "in_calls", "gone")

    def __init__(self):
        super().__init__()
        self.sybil, self.trent = (Phone(name, f"127.0.0.{host}", transport="tls") for name, host in (("sybil", 31), ("trent", 32)))
        self.victor = Phone("victor", "127.0.0.33")

    def lists(self):
        """What shows connections and devices."""
        self.ask("sip show peers", "sip show tcp")
        self.act("SIPpeers")

    def at_the_start(self):
        """They are connected, and nobody has registered."""
        self.stage = "start"
        self.manager.until("sip show tcp", "^127.0.0.31(.*\n)*127.0.0.32|^127.0.0.32(.*\n)*127.0.0.31")
        self.lists()
        self.ask("sip show settings", "sip show peer sybil")

    def registered(self):
        """They have registered; one that may not come so has tried."""
        self.stage = "registered"
        for phone in (self.sybil, self.trent):
            phone.register()
            self.manager.expect("PeerStatus", Peer=f"SIP/{phone.name}", PeerStatus="Registered")
        self.manager.until("sip show peers", r"^sybil/.* OK \(")
        self.manager.expect("PeerStatus", Peer="SIP/sybil", PeerStatus="Reachable")
        self.victor.register()
        self.manager.expect("PeerStatus", Peer="SIP/victor", PeerStatus="Registered")
        self.tell("PeerStatus")
        self.lists()
        self.ask("sip show peer sybil", "sip show peer trent")
        self.act("SIPshowpeer", Peer="sybil")
        self.act("SIPshowpeer", Peer="trent")

    def items(self, channel):
        """Prints what the dialplan is told of a channel."""
        for item in ("peerip", "recvip", "from", "uri", "useragent", "peername", "t38passthrough", "secure_signaling", "secure_media", "transport"):
            self.act("Getvar", Channel=channel, Variable=f"CHANNEL({item})")

    def in_calls(self):
        """Calls from and to them, encrypted and not."""
        self.stage = "calls"
        self.sybil.call("600", "secure")
        self.victor.call("201", "to-trent")
        self.sybil.call("202", "to-victor")
        self.manager.until("core show channels count", "^5 active channels")
        to_trent, to_victor = (next(call for call in phone.calls if call not in ("to-trent",)) for phone in (self.trent, self.victor))
        offer = self.trent.calls[to_trent]
        self.show("INVITE to trent", offer.start + "\n" + re.sub("audio [0-9]+", "audio <port>", re.search("m=audio.*", offer.body)[0].strip()) + "\n"
                  + "".join(re.sub("inline:.*", "inline:<key>", line) + "\n" for line in re.findall("a=crypto.*", offer.body.replace("\r", ""))))
        answer = self.sybil.calls["secure"]
        self.show("200 to sybil", re.sub("audio [0-9]+", "audio <port>", re.search("m=audio.*", answer.body)[0].strip()) + "\n"
                  + "".join(re.sub("inline:.*", "inline:<key>", line) + "\n" for line in re.findall("a=crypto.*", answer.body.replace("\r", ""))))
        self.ask("sip show channels", "sip show channel secure", "sip show channel to-trent", f"sip show channel {to_trent}",
                 "sip show channel to-victor", f"sip show channel {to_victor}", "sip show inuse", "sip show tcp")
        self.items("SIP/sybil-00000000")
        self.items("SIP/trent-00000002")
        self.items("SIP/victor-00000001")
        for phone, call, to in ((self.sybil, "secure", "600"), (self.victor, "to-trent", "201"), (self.sybil, "to-victor", "202")):
            phone.within("BYE", call, 3, to)
        self.manager.until("core show channels count", "^0 active channels")

    def gone(self):
        """One has left, and the connection of another has ended."""
        self.stage = "gone"
        self.sybil.register(0, "leaves")
        self.manager.expect("PeerStatus", Peer="SIP/sybil", PeerStatus="Unregistered")
        self.tell("PeerStatus")
        self.ask("sip show tcp", "sip show peer trent")


Tls().run()
