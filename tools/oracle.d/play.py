# SPDX-License-Identifier: GPL-2.0-only
"""Plays tests/golden/live/.../everything: phones that register, subscribe, call, hold and transfer, and what an administrator asks and does.
phones.py tells how."""
import re

from phones import Phone, Play, Registrar, wait_for


class Everything(Play):
    """The phones, the registrars, and the stages."""
    stages = ("at_the_start", "registered", "subscribed", "in_calls", "on_hold", "transferred", "ended", "care", "completed", "wrong")

    def __init__(self):
        super().__init__()
        timed = ("Supported: timer, replaces", "Session-Expires: 1800")
        self.registrars = [Registrar("trunk", "127.0.0.100", mood="challenge"), Registrar("unknown", "127.0.0.101", mood="404 Not Found"),
                           Registrar("forbidden", "127.0.0.102", mood="403 Forbidden"), Registrar("silent", "127.0.0.103", mood="silent")]
        self.alice = Phone("alice", "127.0.0.11", more=timed)
        self.bob = Phone("bob", "127.0.0.12")
        self.carol = Phone("carol", "127.0.0.13", transport="tcp")
        self.dave = Phone("dave", "127.0.0.14")
        self.erin = Phone("erin", "127.0.0.15", mood="ring")
        self.heidi = Phone("heidi", "127.0.0.18", mood="slow")
        self.ivan = Phone("ivan", "127.0.0.19")

    def at_the_start(self):
        """No phone has registered; the registrations elsewhere have come to their end, and who is asked has answered or not."""
        self.stage = "start"
        for user, state in (("trunk", "Registered"), ("trunk2@other", "Registered"), ("unknown", "Rejected"),
                            ("forbidden", "No Authentication"), ("silent", "Request Sent")):
            self.manager.until("sip show registry", rf" {user}\S* +[0-9]+ {state} ")
        self.manager.until("sip show mwi", r" Yes ")
        self.manager.until("sip show peers", r"^frank .* UNREACHABLE ")
        if "UNREACHABLE" in self.manager.until("sip show peers", r"^heidi .* (LAGGED|UNREACHABLE) ")[0]:
            self.manager.command("sip qualify peer heidi")      # the first time she was asked she was not there yet
            self.manager.until("sip show peers", r"^heidi .* LAGGED ")
        self.tell("Registry")
        self.ask("sip show peers", "sip show peers like ^[a-c]", "sip show peers like nobody", "sip show peer alice", "sip show users",
                 "sip show users like ^[ab]", "sip show user dave", "sip show registry", "sip show mwi", "sip show domains",
                 "sip show inuse", "sip show inuse all", "sip show subscriptions", "sip show channelstats", "sip show tcp",
                 "sip show objects", "sip show sched")
        self.act("SIPpeers")
        self.act("SIPshowregistry")
        self.act("SIPpeerstatus")
        self.act("SIPshowpeer", Peer="alice")

    def registered(self):
        """Two phones over UDP and one over TCP have registered; one that may not has tried."""
        self.stage = "registered"
        for phone in (self.alice, self.bob, self.carol):
            phone.register()
            self.manager.expect("PeerStatus", Peer=f"SIP/{phone.name}", PeerStatus="Registered")
        for name in ("alice", "bob"):
            self.manager.until("sip show peers", rf"^{name}/.* OK \(")
            self.manager.expect("PeerStatus", Peer=f"SIP/{name}", PeerStatus="Reachable")
        wait_for(lambda: [each for each in self.alice.received if each.method == "NOTIFY"], "what waits for alice")
        self.ivan.transact("REGISTER", "ivan", "register-ivan")
        self.manager.expect("PeerStatus", 2, Peer="SIP/ivan", PeerStatus="Rejected")
        self.tell("PeerStatus")
        peers = ("alice", "bob", "carol", "erin", "frank", "grace", "heidi", "ivan", "a_very_long_name_of_a_device_that_is_cut")
        self.ask("sip show peers", *[f"sip show peer {name}" for name in peers], "sip show peer dave", "sip show user alice",
                 "sip show user ivan", "sip show user erin", "sip show users", "sip show tcp", "sip show registry", "sip show objects",
                 "sip show sched", "sip qualify peer alice", "sip qualify peer grace")
        self.act("SIPqualifypeer", Peer="alice")
        self.act("SIPqualifypeer", Peer="ivan")
        self.manager.expect("SIPQualifyPeerDone", 4)
        self.manager.until("sip show peers", r"^alice/.* OK \(")
        self.tell("SIPQualifyPeerDone", "PeerStatus")
        self.act("SIPpeers")
        for name in peers:
            self.act("SIPshowpeer", Peer=name)
        for name in ("SIP/alice", "erin", "frank", "heidi", "sip/grace", "dave"):
            self.act("SIPpeerstatus", Peer=name)

    def subscribed(self):
        """Lamps in two bodies, and waiting messages."""
        self.stage = "subscribed"
        self.alice.subscribe("102", "lamp-of-bob", "presence", "application/pidf+xml")
        self.bob.subscribe("101", "lamp-of-alice", "dialog", "application/dialog-info+xml")
        self.alice.subscribe("109", "lamp-of-ivan", "presence", "application/xpidf+xml")
        self.alice.subscribe("alice", "messages", "message-summary", "application/simple-message-summary")
        ours = next(each["Call-ID"] for each in self.registrars[0].received if each.method == "SUBSCRIBE")
        self.ask("sip show subscriptions", "sip show channel lamp-of-bob", "sip show channel messages", f"sip show channel {ours}",
                 "sip show channels")

    def in_calls(self):
        """Calls in every state."""
        self.stage = "calls"
        self.alice.call("600", "echo")
        self.manager.until("core show channels", r" Echo\(")     # Answer() takes sound that comes earlier
        self.alice.talk("echo")
        self.bob.call_ringing("201", "ringing")
        self.carol.call("202", "bridged")
        self.alice.call("203", "held")
        self.ask("sip set history on")
        self.dave.call("600", "short")
        self.dave.call("204", "by-tcp")
        called = (self.bob, self.carol, self.erin, self.ivan)
        outgoing = [next(call for call in phone.calls if "@phones" not in call and call != "bridged") for phone in called]
        for phone, call in zip(called, outgoing):
            invite = phone.calls[call]
            self.show(f"INVITE to {phone.name}", invite.start + "\n" + re.sub("audio [0-9]+", "audio <port>", re.search("m=audio.*", invite.body)[0]) + "\n")
        self.manager.until("core show channels count", "^10 active channels")
        self.ask("sip show channels", "sip show channelstats", "sip show inuse", "sip show inuse all", "sip show subscriptions",
                 "sip show objects", "sip show sched", "sip show peers", "sip show tcp",
                 *[f"sip show channel {call}" for call in ("echo", "ringing", "bridged", "held", *outgoing)],
                 "sip show channel SHORT", "sip show history short", "sip show history echo")

    def on_hold(self):
        """A phone has put the other side on hold."""
        self.stage = "on hold"
        self.alice.within("INVITE", "held", 3, "203", self.alice.sdp("sendonly", 2))
        self.manager.expect("Hold")
        self.manager.until("sip show inuse", "^alice +2/0/1 ")
        self.manager.until("sip show channels", "^127.0.0.11 .* Yes ")
        self.ask("sip show channels", "sip show channel held", "sip show inuse", "sip show subscriptions")

    def transferred(self):
        """A phone has sent its call elsewhere: first where nobody is, then to an extension."""
        self.stage = "transferred"
        for cseq, target, channels in ((3, "999", 10), (4, "600", 9)):
            before = len(self.dave.received)
            tag = re.search(r";tag=([^;>\s]+)", self.dave.calls["by-tcp"]["To"])[1]
            self.dave.request("REFER", "204", "by-tcp", tag, cseq, [f"Refer-To: <sip:{target}@127.0.0.1>", "Referred-By: <sip:dave@127.0.0.1>"])
            answer = self.dave.response("by-tcp", cseq)
            told = [] if answer.status >= 300 else wait_for(lambda: [each for each in self.dave.received[before:] if each.method == "NOTIFY"
                                                                     and not re.search("SIP/2.0 1[0-9][0-9]", each.body)], "the end of a transfer")
            self.manager.until("core show channels count", f"^{channels} active channels")
            self.show(f"REFER to {target}", "\n".join([answer.start, *[each.body.strip() for each in told]]) + "\n")
            self.ask("sip show channels", "sip show channel by-tcp")

    def ended(self):
        """One call has just ended; then all."""
        self.stage = "ended"
        self.dave.within("BYE", "short", 3, "600")
        self.manager.until("core show channels count", "^8 active channels")
        self.ask("sip show channels", "sip show history short", "sip set history off", "sip show history short", "sip show inuse")

    def care(self):
        """What an administrator does."""
        self.stage = "care"
        self.ask("sip notify check-sync alice", "sip notify check-sync alice nobody bob", "sip notify unknown alice",
                 "sip unregister bob", "sip unregister bob", "sip unregister erin", "sip unregister nobody", "sip unregister dave",
                 "sip prune realtime alice", "sip prune realtime nobody", "sip prune realtime all", "sip prune realtime peer alice",
                 "sip prune realtime peer all", "sip prune realtime like ^a", "sip prune realtime peer like ^a",
                 "sip set debug on", "sip set debug on", "sip set debug off", "sip set debug peer alice", "sip set debug peer bob",
                 "sip set debug peer nobody", "sip set debug ip 127.0.0.11", "sip set debug ip nobody.invalid", "sip set debug off",
                 "sip set history on", "sip set history off")
        self.act("SIPnotify", Channel="SIP/alice", Variable=["Event=check-sync", "Content=a"])
        self.act("SIPnotify", Channel="nobody", Variable="Event=check-sync")
        self.act("SIPnotify", Channel="alice")
        self.act("SIPnotify", Channel="alice", Call_ID="nobody@phones.example", Variable="Event=check-sync")
        self.tell("PeerStatus")
        self.ask("sip show peers", "sip show peer bob")

    def wrong(self):
        """Questions that are no good, or about nobody."""
        self.stage = "wrong"
        for words in ("peers", "peers like", "peers like [", "peers unlike a", "peer", "peer nobody", "peer alice load", "peer nobody load",
                      "user", "user nobody", "users like", "users like [", "inuse some", "registry all", "channels all", "channels",
                      "channel", "channel nobody", "channel a b", "channelstats all", "subscriptions all", "tcp all", "mwi all",
                      "domains all", "objects all", "sched all", "history", "history nobody", "history a b", "calls", "nothing",
                      "settings all"):
            self.ask(f"sip show {words}".rstrip())
        self.ask("sip qualify peer", "sip qualify peer nobody", "sip qualify peer dave", "sip qualify", "sip unregister", "sip notify",
                 "sip notify check-sync", "sip prune realtime", "sip prune realtime peer", "sip prune realtime like",
                 "sip prune realtime peer like", "sip prune realtime like [", "sip prune", "sip set debug", "sip set debug some",
                 "sip set debug ip", "sip set debug peer", "sip set history", "sip set history some", "sip set", "sip show", "sip")
        for action in ("SIPshowpeer", "SIPqualifypeer"):
            self.act(action)
            self.act(action, Peer="nobody")
            self.act(action, Peer="SIP/alice")
            self.act(action, Peer="dave")
        self.act("SIPpeerstatus", Peer="nobody")
        self.act("SIPnotify")
        self.act("SIPnotify", Variable="Event=check-sync")
        self.ask("sip reload all", "sip reload")

    def completed(self):
        """What the console completes."""
        self.stage = "completion"
        self.complete("sip", "sip ", "sip show ", "sip show peer ", "sip show peer a", "sip show peer A", "sip show peer alice ", "sip show peers ",
                     "sip show peers l", "sip show user ", "sip show user alice ", "sip show users ", "sip show inuse ", "sip show channel ",
                     "sip show channel echo", "sip show channel ECHO", "sip show history ", "sip show channel lamp", "sip show registry ",
                     "sip qualify peer ", "sip qualify peer bob ", "sip set ", "sip set debug ", "sip set debug peer ", "sip set history ",
                     "sip notify ", "sip notify check-sync ", "sip notify check-sync alice b", "sip unregister ", "sip unregister a",
                     "sip prune ", "sip prune realtime ", "sip prune realtime peer ", "sip prune realtime peer like ", "sip prune realtime like ")


Everything().run()
