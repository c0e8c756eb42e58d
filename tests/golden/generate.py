#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes the 300 generated cases of tests/golden/16.28.0: configurations that set every option of
docs/spec/sip-conf-options.tsv at least three times, in the ways in which people write them, and the commands that show what
became of it. The same every time; what the old driver answers is recorded by `tools/oracle record tests/golden/16.28.0/g*`.

    tests/golden/generate.py [FOLDER]
"""
import csv
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = 300
YES_NO = ["yes", "no", "true", "Off", "1", "maybe"]
SECONDS = ["30", "0", "90s", "soon", ""]
TOS = ["cs3", "0x68", "ef", "AF41", "184", "nonsense"]
COS = ["3", "7", "0", "8", "x"]
RANGES = ["192.0.2.0/24", "192.0.2.0/255.255.255.0", "192.0.2.7", "2001:db8::/32", "0.0.0.0/0.0.0.0", ""]
BAD_RANGES = ["not-an-address", "192.0.2.1, 192.0.2.2"]
NAMED_LISTS = ["inside", "inside,outside", "inside, outside", "nosuchlist", ""]
FILES = ["/etc/passwd", "", "/nonexistent/key.pem"]
REGISTER = ["al@192.0.2.30", "al:pw@192.0.2.30", "al:pw:acc7@192.0.2.30/200", "al@corp.example:pw@192.0.2.30",
            "al@corp.example:5080:pw:acc7@192.0.2.30", "al@corp.example:5080::@192.0.2.30", "udp://al:pw@192.0.2.30",
            "alice?al:pw@192.0.2.30:5070/200~300", "al:p@w@192.0.2.31:5099", 'al:"p:w/1"@[2001:db8::5]:5070', "udp://al/ice:pw@192.0.2.30",
            "al/ice:pw@192.0.2.30", "sip.example.net", "@192.0.2.30", "al:pw@192.0.2.30:port", "al:pw@192.0.2.30~0",
            "al:(p?w)@192.0.2.32", "a_user_name_that_is_long:pw@192.0.2.33", ""]
MWI = ["77:pw@192.0.2.40/77", "77:pw:acc@192.0.2.40:5070/78", "77@192.0.2.41/box", "77:pw@192.0.2.40", "77:pw@192.0.2.40:0/77",
       "nothing", "a-rather-long-user:pw@192.0.2.40/a-rather-long-box"]
CODECS = ["ulaw", "alaw,ulaw", "!all,g722,ulaw", "all", "gsm|alaw", "nosuch", "ulaw:30,alaw:20", "h264", "", "opus", "g729,ilbc, speex"]

# option (of the table's first column) -> values for [general]
GENERAL = {
    "udpbindaddr": ["127.0.0.1", "127.0.0.1:5070", "0.0.0.0", "0.0.0.0:5081", "::", "[::]:5082", "[::1]:5083", "::1", "localhost.invalid",
                    "127.0.0.1:", ""],
    "bindport": ["5060", "5090", "0", "x", "5091 "],
    "tcpenable": ["yes", "no", "enable", "off"],
    "tcpbindaddr": ["127.0.0.1", "127.0.0.1:5095", "nonsense"],
    "tcpauthtimeout": ["20", "0", "x"],
    "tcpauthlimit": ["50", "0", "x"],
    "media_address": ["203.0.113.5", "2001:db8::9", "203.0.113.5:99", "nobody"],
    "rtpbindaddr": ["127.0.0.1", "::1", "nobody"],
    "externaddr": ["203.0.113.9", "203.0.113.9:5070", "nat.example.invalid", ""],
    "externhost": ["nat.example.invalid", "nat.example.invalid:5070", ""],
    "externrefresh": ["180", "x", "0"],
    "externtcpport": ["5064", "0", "x"],
    "externtlsport": ["5065", "70000", "x"],
    "localnet": ["10.0.0.0/8", "192.168.0.0/255.255.0.0", "192.168.1.1", "10.0.0.0/8,172.16.0.0/12", "!10.1.0.0/16", "2001:db8::/32", "nowhere",
                 "10.0.0.0/99"],
    "matchexternaddrlocally": YES_NO, "srvlookup": YES_NO,
    "tos_sip": TOS, "tos_audio": TOS, "tos_video": TOS, "tos_text": TOS,
    "cos_sip": COS, "cos_audio": COS, "cos_video": COS, "cos_text": COS,
    "websocket_enabled": YES_NO, "websocket_write_timeout": ["200", "-1", "x"],
    "tlsenable": ["no", "off", "yes"], "tlsbindaddr": ["127.0.0.1:5073", "127.0.0.1", "nobody"],
    "tlscertfile": FILES, "tlsprivatekey": FILES, "tlscipher": ["ALL", "", "HIGH"], "tlscafile": FILES, "tlscapath": ["/etc/ssl/certs", "", "/nonexistent"],
    "tlsdontverifyserver": YES_NO, "tlsverifyclient": YES_NO, "tlsclientmethod": ["tlsv1", "sslv3", "sslv2", "quic"],
    "tlsservercipherorder": YES_NO, "tlsdisablev1": YES_NO, "tlsdisablev11": YES_NO, "tlsdisablev12": YES_NO,
    "realm": ["example.com", "Two Words", ""], "domainsasrealm": YES_NO,
    "useragent": ["Our PBX 1.0", "", "A very long name of a user agent that is longer than the eighty characters which it may have"],
    "sdpsession": ["Our session", "", "x"], "sdpowner": ["pbx", "", "two words"],
    "callerid": ["operator", "Front Desk", "", '"Quoted" <100>'],
    "shrinkcallerid": ["yes", "no", "maybe"], "send_diversion": YES_NO, "compactheaders": YES_NO, "pedantic": YES_NO,
    "legacy_useroption_parsing": YES_NO, "refer_addheaders": YES_NO, "storesipcause": YES_NO, "allowguest": YES_NO,
    "alwaysauthreject": YES_NO, "auth_options_requests": YES_NO, "auth_message_requests": YES_NO, "accept_outofcall_message": YES_NO,
    "match_auth_username": YES_NO, "autocreatepeer": ["yes", "no", "persist", "maybe"], "authfailureevents": YES_NO,
    "dynamic_exclude_static": YES_NO,
    "domain": ["example.com", "example.net,inbound", " example.org , other ", "a-very-long-domain-name-of-a-customer.example.com,a-very-long-context-name", ""],
    "autodomain": ["no", "yes", "maybe"], "allowexternaldomains": YES_NO,
    "qualifygap": ["50", "-1", "x"], "qualifypeers": ["5", "x", "0"],
    "regcontext": ["sipregs", "sipregs&others", "", "a-context-name-that-is-much-longer-than-the-eighty-characters-that-chan_sip-keeps-of-it"],
    "regextenonqualify": YES_NO,
    "maxexpiry": ["1800", "0", "x", "7200"], "minexpiry": ["30", "0", "x", "120"], "defaultexpiry": ["300", "-5", "x"],
    "submaxexpiry": ["900", "0", "x"], "subminexpiry": ["45", "0", "x"], "mwiexpiry": ["600", "0", "x"],
    "register": REGISTER, "registertimeout": ["30", "0", "x"], "registerattempts": ["10", "0", "x"], "register_retry_403": YES_NO,
    "mwi": MWI, "subscribe_network_change_event": ["yes", "no", "maybe"],
    "rtcachefriends": YES_NO, "rtupdate": YES_NO, "rtsavesysname": YES_NO, "rtsavepath": YES_NO, "rtautoclear": ["yes", "no", "60", "1"],
    "ignoreregexpire": YES_NO,
    "notifymimetype": ["text/plain", "", "application/x"], "notifyringing": ["yes", "no", "notinuse", "maybe"], "notifyhold": YES_NO,
    "notifycid": ["yes", "no", "ignore-context", "maybe"],
    "relaxdtmf": YES_NO, "prematuremedia": YES_NO, "directrtpsetup": YES_NO, "t1min": ["200", "x", "50"],
    "sipdebug": ["no", "off", "maybe"], "recordhistory": YES_NO, "dumphistory": YES_NO,
    "jbenable": ["yes", "yes", "no", "maybe"], "jbforce": YES_NO, "jbmaxsize": ["300", "0", "x"], "jbresyncthreshold": ["500", "-1", "x"],
    "jbimpl": ["fixed", "adaptive", "", "nosuch"], "jbtargetextra": ["60", "x", "0"], "jblog": YES_NO, "jbsyncvideo": YES_NO,
    "dtlsenable": YES_NO,
    "encryption, encryption_taglen, avpf, force_avp, ignore_requested_pref, rtp_engine": ["encryption=yes", "avpf=yes", "rtp_engine=other"],
    "subscribemwi, busylevel, call-limit, cc_*, header, setvar, mailbox, fromuser, permit, deny, acl, directmedia ACLs":
        ["call-limit=3", "fromuser=x", "permit=nonsense", "setvar=A=b"],
}
# option -> values for devices; and for [general] too when the option is in BOTH
DEVICE = {
    "type": ["peer", "friend", "user", "neither"],
    "host": ["dynamic", "192.0.2.10", "192.0.2.11", "2001:db8::7", "nosuch.example.invalid", "192.0.2.10:5070", "DYNAMIC", ""],
    "port": ["5062", "0", "70000", "x", "5099"], "defaultip": ["192.0.2.50", "", "2001:db8::8", "192.0.2.51"],
    "transport": ["udp", "tcp", "udp,tcp", "ws,wss", "tls", "tcp , udp", "udpx", "sctp", ""],
    "callerid": ['"Alice A" <100>', "Bob <101>", "102", "Just A Name", "", "<103>", '"Quote \\"d\\"" <104>', "Smith, John <(555) 123-4567>"],
    "fullname": ["Front Desk", "", "Somebody Else"], "trunkname": ["a trunk", "", "x"], "cid_number": ["4711", "", "+49 30 1"], "cid_tag": ["tagged", "", "x"],
    "callingpres": ["allowed_not_screened", "allowed_passed_screen", "allowed_failed_screen", "allowed", "prohib_not_screened",
                    "prohib_passed_screen", "prohib_failed_screen", "prohib", "unavailable", "35", "nonsense"],
    "trustrpid": YES_NO, "sendrpid": ["yes", "no", "pai", "rpid", "maybe"], "rpid_update": YES_NO, "rpid_immediate": YES_NO,
    "trust_id_outbound": ["legacy", "yes", "no", "maybe"], "usereqphone": YES_NO, "use_q850_reason": YES_NO,
    "maxforwards": ["20", "0", "256", "x", "255"], "fromuser": ["bobfu", "", "a b"], "fromdomain": ["bob.example.net", "bob.example.net:5070", "bob.example.net:x", ""],
    "disallowed_methods": ["UPDATE", "UPDATE, MESSAGE", "nosuch", ""],
    "outofcall_message_context": ["messages", "", "m2"],
    "secret": ["s3cret", "", "a;b"], "md5secret": ["0123456789abcdef0123456789abcdef", "short", ""], "remotesecret": ["r3mote", "", "r"],
    "defaultuser": ["account7", "", "user@domain"],
    "auth": ["joe:s3cret@example.net", "joe#0123456789abcdef0123456789abcdef@voip.example.org", "op:a@b:c@example.com", "joe@example.net", "@example.net", "joe:x@",
             "nothing", "a_very_long_user:pw@a-very-long-realm.example.com"],
    "insecure": ["no", "port", "invite", "port,invite", "port, invite", "very", "yes", "invite,very", ""],
    "permit": RANGES, "deny": RANGES, "acl": NAMED_LISTS, "contactpermit": RANGES, "contactdeny": RANGES, "contactacl": NAMED_LISTS,
    "directmediapermit": RANGES[:-1], "directmediadeny": RANGES[:-1], "directmediaacl": NAMED_LISTS,
    "allowtransfer": YES_NO, "promiscredir": YES_NO, "allowsubscribe": YES_NO, "allowoverlap": ["yes", "no", "dtmf", "maybe"], "useclientcode": YES_NO,
    "outboundproxy": ["192.0.2.60", "192.0.2.60:5070", "192.0.2.60,force", "tcp://192.0.2.60:5070, force", "udp://192.0.2.61", "proxy.example.invalid", "sctp://192.0.2.60", "[2001:db8::60]:5062",
                      ""],
    "qualify": ["yes", "no", "3000", "maybe", "1000", "true"], "qualifyfreq": ["120", "0", "x", "30"], "keepalive": ["yes", "no", "45", "x"],
    "regexten": ["100", "100&101@other", ""], "supportpath": YES_NO, "callbackextension": ["trunk-in", "", "200"], "unsolicited_mailbox": ["55", "", "56"],
    "description": ["A desk phone", "", "A description that is longer than the column which it is shown in"],
    "context": ["inbound", "internal", "", "a-context-with-a-long-name"], "subscribecontext": ["hints", "", "lamps"], "language": ["de", "en_GB", ""],
    "tonezone": ["us", "de", "nosuch"], "accountcode": ["acc-1", "", "a-long-account-code-indeed"], "amaflags": ["default", "omit", "billing", "documentation", "nosuch"],
    "callgroup": ["1", "1,3-5", "63", "64", "x", "", "2, 4"], "pickupgroup": ["1", "1-3", "70", "y", ""],
    "namedcallgroup": ["sales", "sales,support", " sales , support ", ""], "namedpickupgroup": ["sales", "support,sales", ""],
    "parkinglot": ["lot1", "", "lot2"], "mohinterpret": ["jazz", "passthrough", ""], "mohsuggest": ["jazz", "", "blues"],
    "setvar": ["COLOR=red", "SIZE=large", "COLOR=blue", "WITH=a=b", "NOTHING", " SPACED = out ", "EMPTY=", "__INHERIT=1"], "header": ["X-One: 1", "X-Two: 2", "nothing"],
    "recordonfeature": ["one-touch", "", "automixmon-and-more"], "recordofffeature": ["off-touch", "", "automixmon"],
    "callcounter": ["yes", "no", "maybe"], "call-limit": ["4", "0", "-1", "x"], "busylevel": ["2", "0", "-1", "x"],
    "mailbox": ["100@default", "100@default,101@default", " 102@other , 103 ", "100@default", "", "104"], "hasvoicemail": YES_NO, "subscribemwi": YES_NO,
    "vmexten": ["*97", "", "voicemail"], "mwi_from": ["mwi", "", "x"], "buggymwi": YES_NO,
    "allow": CODECS, "disallow": ["all", "ulaw", "nosuch", "", "gsm,h263"], "preferred_codec_only": YES_NO, "ignore_requested_pref": YES_NO, "autoframing": YES_NO,
    "dtmfmode": ["rfc2833", "info", "shortinfo", "inband", "auto", "nosuch", "RFC2833"], "rfc2833compensate": YES_NO, "progressinband": ["yes", "no", "never", "maybe"],
    "directmedia": ["yes", "no", "nonat", "update", "nonat,update", "outgoing", "nonat, update", "maybe", "update,nonat,outgoing", ""], "ignoresdpversion": YES_NO,
    "nat": ["no", "yes", "force_rport", "comedia", "force_rport,comedia", "auto_force_rport", "auto_comedia", "auto_force_rport,auto_comedia", "force_rport, comedia",
            "route", "never", "rfc3581", "no,comedia", "force_rport,auto_force_rport", "comedia,yes", ""],
    "icesupport": YES_NO, "rtcp_mux": YES_NO, "avpf": YES_NO, "force_avp": YES_NO, "encryption": YES_NO, "encryption_taglen": ["32", "80", "x"],
    "rtp_engine": ["asterisk", "", "multicast"], "rtptimeout": ["60", "0", "x", "-1"], "rtpholdtimeout": ["300", "0", "x"], "rtpkeepalive": ["20", "0", "x"],
    "videosupport": ["yes", "no", "always", "maybe"], "textsupport": YES_NO, "maxcallbitrate": ["512", "0", "-1", "x"], "g726nonstandard": YES_NO,
    "t38pt_udptl": ["yes", "no", "fec", "redundancy", "none", "yes,fec", "yes,redundancy,maxdatagram=400", "fec,maxdatagram=x", "yes, none", "maybe"],
    "t38pt_usertpsource": YES_NO, "faxdetect": ["yes", "no", "cng", "t38", "cng,t38", "maybe"],
    "timert1": ["300", "1000", "x", "50"], "timerb": ["16000", "64000", "100", "x"],
    "session-timers": ["accept", "originate", "refuse", "maybe"], "session-expires": ["600", "x", "0"], "session-minse": ["120", "30", "x"],
    "session-refresher": ["uac", "uas", "unknown", "maybe"],
    "dtlsenable": ["no", "off", "no"], "dtlsverify": ["yes", "no", "fingerprint", "certificate", "maybe"], "dtlsrekey": ["60", "0", "x"],
    "dtlsautogeneratecert": ["no", "off", "no"], "dtlscertfile": FILES, "dtlsprivatekey": FILES, "dtlscipher": ["ALL", "", "HIGH"], "dtlscafile": FILES,
    "dtlscapath": ["/etc/ssl", "", "/nonexistent"], "dtlssetup": ["active", "passive", "actpass", "x"], "dtlsfingerprint": ["sha-256", "sha-1", "md5"],
    "cc_agent_policy": ["never", "generic", "nosuch"], "cc_monitor_policy": ["never", "generic", "always", "nosuch"], "cc_offer_timer": ["30", "0", "x"],
    "ccnr_available_timer": ["3600", "0", "x"], "ccbs_available_timer": ["3600", "0", "x"], "cc_recall_timer": ["30", "0", "x"], "cc_max_agents": ["3", "x", "0"],
    "cc_max_monitors": ["3", "x", "0"], "cc_callback_macro": ["mac", "", "m"], "cc_callback_sub": ["sub", "", "s"], "cc_agent_dialstring": ["SIP/100", "100", ""],
    "discard_remote_hold_retrieval": YES_NO, "snom_aoc_enabled": YES_NO,
    "template": ["x", "y", "z"],
    "constantssrc, dynamic, restrictcid, musiconhold, musicclass, incominglimit, limitonpeers, checkmwi, ospauth, regserver, path, id":
        ["constantssrc=yes", "restrictcid=yes", "musiconhold=jazz", "incominglimit=3", "limitonpeers=yes"],
}
# values that drop the device, so each is dealt a few times only
DROPPING = {"permit", "deny", "contactpermit", "contactdeny", "directmediapermit", "directmediadeny"}
ANYWHERE = {"fromdomainsearch": ["x", "y", "z"], "(any unknown name)": ["alow=ulaw", "qualfy=yes", "contxt=x", "natt=yes", "nosuch_option=1"]}
USERS = {"hassip": YES_NO, "registersip": YES_NO, "contact": ["200", "", "in"], "authuser": ["au", "", "x"]}
NAMES = ["alice", "bob", "carol", "6001", "6002", "trunk", "gw-out", "front.desk", "a_very_long_peer_name_that_goes_on", "Zed", "dave", "erin"]
LONG_NAMES = ["device-with-a-name-of-exactly-forty-five-letter", "n" * 79, "n" * 80, "section-" + "x" * 100]


def table():
    """The rows of the option table: name -> (aliases, places)."""
    rows = {}
    with open(ROOT / "docs/spec/sip-conf-options.tsv", newline="", encoding="utf-8") as lines:
        for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] != "option" and not row[2].startswith(("realtime", "sip_notify")):
                rows.setdefault(row[0], ([each.strip() for each in row[1].split(",") if each.strip()], row[2]))
    return rows


def line_of(option, value, aliases, dice):
    """One line `name=value`; an option of several names has them in its values."""
    if option.startswith("(any") or "," in option:
        return tuple(value.split("=", 1))
    name = dice.choice(aliases) if aliases and dice.random() < 0.3 else option
    return name, value


def dealt(pools, times, rows, dice):
    """A shuffled list of lines with each value `times` times or more, each option at least three times."""
    lines = []
    for option, values in pools.items():
        aliases = rows[option][0] if option in rows else []
        for value in values:
            repeats = max(times, -(-3 // len(values)))
            lines += [line_of(option, value, aliases, dice) for _ in range(repeats)]
    dice.shuffle(lines)
    return lines


class Deck:
    """Lines to be dealt; dealt anew when all are gone."""

    def __init__(self, pools, times, rows, dice, more=()):
        self._deal = lambda: dealt(pools, times, rows, dice)
        self._lines = self._deal() + list(more)
        dice.shuffle(self._lines)
        self.rounds = 0

    def take(self, count):
        if len(self._lines) < count:
            self._lines = self._deal() + self._lines
            self.rounds += 1
        return [self._lines.pop() for _ in range(count)]


class Writer:
    """Writes lines as people do: straight, or with odd spacing."""

    def __init__(self, dice, odd):
        self.dice, self.odd, self.text = dice, odd, []

    def line(self, name, value):
        value = value.replace(";", "\\;") if name not in ("register",) else value
        if not self.odd:
            self.text.append(f"{name}={value}")
            return
        name = self.dice.choice([name, name, name.upper(), name.capitalize()])
        equals = self.dice.choice(["=", " = ", " => ", "=>", "\t=\t", " =", "= "])
        self.text.append(self.dice.choice(["", "", "  ", "\t"]) + name + equals + value + self.dice.choice(["", "", "   ", "\t; a remark", " ;x"]))
        if self.dice.random() < 0.1:
            self.text.append(self.dice.choice(["", "; a line of its own", ";-- a block\nallow=nothing\n--;", "   "]))

    def section(self, header):
        if self.text and (not self.odd or self.dice.random() < 0.5):
            self.text.append("")
        self.text.append(header if not self.odd else header + self.dice.choice(["", "  ", " ; a section"]))


class Case:
    """One configuration and its commands."""

    def __init__(self, dice, general=None, device=None, users=None):
        self.dice = dice
        self.general, self.device, self.users = general, device, users
        self.files, self.names = {}, []

    def make(self):
        dice = self.dice
        out = Writer(dice, dice.random() < 0.25)
        template = dice.random() < 0.25
        if dice.random() < 0.04:
            out.section("[template-first](!)")
            out.line("qualify", "no")
        out.section(dice.choice(["[general]", "[general]", "[general]", "[General]"]))
        for name, value in self.general.take(dice.randint(11, 16)):
            out.line(name, value)
        if dice.random() < 0.15:
            out.section("[authentication]")
            for value in dice.sample(DEVICE["auth"], dice.randint(1, 4)):
                out.line("auth", value)
            if dice.random() < 0.3:
                out.line("secret", "x")
        devices = Writer(dice, out.odd)
        if template:
            self.template(devices)
        for name in dice.sample(NAMES, dice.randint(2, 4)) + ([dice.choice(LONG_NAMES)] if dice.random() < 0.05 else []):
            self.one(devices, name, template)
        self.twists(devices)
        if dice.random() < 0.15:
            self.include(out, devices)
        else:
            out.text += devices.text
        self.users_conf()
        text = "\n".join(out.text) + "\n"
        style = dice.random()
        if style < 0.05:
            text = text.replace("\n", "\r\n")
        elif style < 0.10:
            text = "\ufeff" + text
        elif style < 0.13:
            text = text.rstrip("\n")
        self.files["sip.conf"] = text
        return self

    def template(self, out):
        out.section("[phone](!)")
        for name, value in [("type", self.dice.choice(["friend", "peer", "user"])), ("host", "dynamic")] + self.device.take(3):
            out.line(name, value)
        out.section("[desk](!,phone)")
        for name, value in self.device.take(2):
            out.line(name, value)

    def one(self, out, name, template):
        dice = self.dice
        self.names.append(name)
        base = template and dice.random() < 0.6
        out.section(f"[{name}]" + (dice.choice(["(phone)", "(desk)", "(phone,desk)"]) if base else ""))
        chance = dice.random()
        if not base and chance > 0.04:
            out.line("type", dice.choice(["friend", "friend", "peer", "peer", "user"]) if chance > 0.08 else "nonsense")
        if not base and dice.random() < 0.9:
            out.line("host", dice.choice(["dynamic", "dynamic", "192.0.2.10", "192.0.2.20"]))
        for option, value in self.device.take(dice.randint(6, 10)):
            out.line(option, value)
            if out.odd and option in ("allow", "setvar", "description") and dice.random() < 0.2:
                out.text.append(f"{option} += more")

    def twists(self, out):
        """What people do besides: the same section again, additions, another [general]."""
        dice = self.dice
        again = dice.choice(self.names)
        chance = dice.random()
        if chance < 0.08:
            out.section(f"[{again}]")
            out.line("type", dice.choice(["user", "peer", "friend"]))
            for option, value in self.device.take(3):
                out.line(option, value)
        elif chance < 0.14:
            out.section(f"[{again}](+)")
            for option, value in self.device.take(3):
                out.line(option, value)
        elif chance < 0.18:
            out.section("[general]")
            out.line("context", "second-general")
        elif chance < 0.22:
            out.section("[general](+)")
            out.line("context", "added-general")
        elif chance < 0.26:
            out.section(f"[{again.swapcase()}]")
            out.line("type", "friend")
            for option, value in self.device.take(2):
                out.line(option, value)
        elif chance < 0.29:
            self.names.append("Front Desk")
            out.section("[Front Desk]")
            out.line("type", "friend")
            out.line("host", "dynamic")

    def include(self, out, devices):
        """The devices stand in a file of their own."""
        self.files["more.conf"] = "\n".join(devices.text) + "\n"
        out.text.append("")
        out.text.append(self.dice.choice(["#include more.conf", "#include \"more.conf\"", "#include <more.conf>", "#tryinclude nosuch.conf\n#include mor*.conf"]))

    def users_conf(self):
        if self.dice.random() >= 0.10:
            return
        out = Writer(self.dice, False)
        out.section("[general]")
        for name, value in self.dice.sample([("hassip", "yes"), ("hassip", "no"), ("registersip", "no"), ("host", "dynamic"), ("context", "phones"), ("secret", "general-secret"),
                                             ("hasvoicemail", "yes")], 3):
            out.line(name, value)
        for name in self.dice.sample(["6001", "6100", "alice", "6200"], 2):
            self.names.append(name)
            out.section(f"[{name}]")
            for option, value in [("fullname", "User " + name), ("hassip", self.dice.choice(["yes", "yes", "no"]))] + self.users.take(3):
                out.line(option, value)
            if self.dice.random() < 0.4:
                for option, value in (("registersip", "yes"), ("username", "u" + name), ("host", "192.0.2.70")):
                    out.line(option, value)
            for option, value in self.device.take(3):
                out.line(option, value)
        self.files["users.conf"] = "\n".join(out.text) + "\n"

    def commands(self):
        dice = self.dice
        quoted = [f'"{name}"' if " " in name else name[:79] for name in dict.fromkeys(self.names)]
        shown = dice.sample(quoted, min(2, len(quoted)))
        text = ["sip show settings", "sip show peers", "sip show users"] + [f"sip show peer {name}" for name in shown]
        text.append(f"sip show user {dice.choice(quoted)}")
        more = self.files["sip.conf"].lower()
        text += [f"sip show {word}" for word, option in (("domains", "domain"), ("registry", "register"), ("mwi", "mwi")) if option in more or dice.random() < 0.03]
        if dice.random() < 0.2:
            text.append("sip show inuse" + dice.choice(["", " all", " nonsense"]))
        if dice.random() < 0.1:
            text.append(dice.choice(["sip show peers like ^a", "sip show peers like 60.[12]", "sip show users LIKE o", "sip show peers like [", "sip show peers extra",
                                     "sip show peer", "sip show user", "sip show users extra words", "sip show peer nosuch", "sip show user nosuch", "sip show domains extra",
                                     "sip show peer alice load", "sip show peer alice other words", "sip show settings extra", "sip show registry extra", "sip show mwi extra"]))
        return text + ["log"]


# A few that no dice would write: what keeps chan_sip from loading, and files with nothing in them.
FIXED = [
    {"sip.conf": ""},
    {"sip.conf": "; nothing\n"},
    {"sip.conf": "[general]\n"},
    {"sip.conf": "context=before\n[general]\nrealm=x\n"},
    {"sip.conf": "[general\nrealm=x\n"},
    {"sip.conf": "[general]\nno equals sign here\nrealm=still-read\n[alice]\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[general]\ncontactpermit=nonsense\n[alice]\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[general]\ncontactdeny=\n[alice]\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[general]\n[alice](nosuch)\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[general]\n#include nosuch.conf\n[alice]\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[general]\nrealm=x\n[alice]\ntype=friend\nhost=dynamic\n", "users.conf": "hassip=yes\n"},
    {"sip.conf": "[general]\ndtlsautogeneratecert=yes\ndtlscertfile=/etc/passwd\n[alice]\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[alice]\ntype=friend\nhost=dynamic\nsecret=no-general\n"},
    {"sip.conf": "[general]\ncontactacl=inside,inside\n[alice]\ntype=friend\nhost=dynamic\n"},
    {"sip.conf": "[general]\ntimert1=1000\ntimerb=20000\n[alice]\ntype=friend\nhost=dynamic\n[bob]\ntype=peer\nhost=dynamic\ntimerb=6400\n"},
]


def main() -> int:
    """Writes the cases."""
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/golden/16.28.0"
    rows = table()
    known = {*GENERAL, *DEVICE, *ANYWHERE, *USERS}
    missing = [name for name in rows if name not in known]
    unknown = [name for name in known if name not in rows]
    assert not missing and not unknown, f"without values: {missing}; not in the table: {unknown}"
    dice = random.Random(20)
    both = {name: values for name, values in DEVICE.items() if "general" in rows[name][1] and name not in ("callerid", "dtlsenable", *DROPPING)
            and not name.startswith("dtls")}
    general = Deck({**both, **GENERAL, **ANYWHERE, "contactpermit": RANGES[:4], "contactdeny": RANGES[:4],
                    **{name: DEVICE[name] for name in ("dtlsverify", "dtlsrekey", "dtlssetup", "dtlsfingerprint", "dtlscipher")}}, 3, rows, dice)
    device = Deck({**DEVICE, **ANYWHERE}, 4, rows, dice, [(name, value) for name in sorted(DROPPING) for value in BAD_RANGES])
    users = Deck(USERS, 3, rows, dice)
    cases = []
    for files in FIXED:
        cases.append(Case(dice))
        cases[-1].files = dict(files)
        cases[-1].names = ["alice"] + (["bob"] if "[bob]" in files["sip.conf"] else [])
    cases += [Case(dice, general, device, users).make() for _ in range(CASES - len(FIXED))]
    for number, case in enumerate(cases, 1):
        place = folder / f"g{number:03}"
        place.mkdir(parents=True, exist_ok=True)
        for name, text in case.files.items():
            (place / name).write_text(text, encoding="utf-8", newline="")
        (place / "command").write_text("\n".join(case.commands()) + "\n", encoding="utf-8")
    assert general.rounds and device.rounds and users.rounds, "not every line was dealt"
    return 0


if __name__ == "__main__":
    sys.exit(main())
