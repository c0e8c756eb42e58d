# SPDX-License-Identifier: GPL-2.0-only
"""Set-ups that several test files share: an old-style sip.conf with some phones, and a dialplan for them."""
from .asterisk import BASE_MODULES

DRIVER = (*BASE_MODULES, "res_sip.so", "res_sip_registrar.so", "res_sip_outbound_registration.so",
          "res_sip_pubsub.so", "res_sip_messaging.so", "chan_sip.so")
PHONES = ("alice", "bob", "carol")


def sip_conf(general: str = "", phones: tuple[str, ...] = PHONES, each: str = "", more: str = "") -> str:
    """A sip.conf: lines for `[general]`, the phones, lines for each of them, and further sections.

    It listens on both families, and media goes through Asterisk, so that a tone that is heard has passed it."""
    text = f"""[general]
context=default
udpbindaddr=::
disallow=all
allow=ulaw
directmedia=no
allowguest=no
{general}
"""
    for name in phones:
        text += f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\n{each}\n"
    return text + more


# What the tests call. The end of each call is told as an event: UserEvent Ended, with the dial status and the cause.
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,Echo()
exten => ring,1,Ringing()
 same => n,Wait(30)
exten => early,1,Progress()
 same => n,Playtones(425)
 same => n,Wait(30)
exten => busy,1,Busy(5)
exten => congestion,1,Congestion(5)
exten => refuse,1,Hangup(21)
exten => digits,1,Answer()
 same => n,Read(GOT,,4)
 same => n,UserEvent(Digits,Got: ${GOT})
 same => n,SendDTMF(17#)
 same => n,Wait(30)
exten => who,1,Answer()
 same => n,UserEvent(Who,Channel: ${CHANNEL},Number: ${CALLERID(num)},Name: ${CALLERID(name)},Codec: ${CHANNEL(audionativeformat)})
 same => n,Wait(30)
exten => ask,1,Answer()
 same => n,Milliwatt()
exten => leave,1,Answer()
 same => n,Hangup()
exten => short,1,Dial(SIP/bob,1)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
exten => 200,1,Dial(SIP/600@bob,20)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
exten => nobody,1,Dial(SIP/nobody,5)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
exten => _[abc].,1,Dial(SIP/${EXTEN},20,g)
 same => n,UserEvent(Ended,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
"""
