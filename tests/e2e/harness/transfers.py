# SPDX-License-Identifier: GPL-2.0-only
"""Phones in calls that are transferred: what tests of transfers do, and look at, again and again."""
from .phone import registered


def connected(phone, caller="alice", called="bob", extension=None):
    """Two phones in a call: the calls of both."""
    one, other = registered(phone, caller), registered(phone, called)
    call = one.invites(extension or called)
    ringing = other.expect_call()
    ringing.accept()
    call.expect(200)
    call.rtp.play(440)
    ringing.rtp.wait_for_packets(2)     # both are in the bridge
    return call, ringing


def notified(call):
    """The NOTIFY that tells what became of a transfer."""
    return call.phone.bell.wait_for(lambda: next((each for each in call.requests if each.method == "NOTIFY"), None),
                                    f"a NOTIFY at {call.phone.name}")


def refer(call, to, status=202, **headers):
    """Sends REFER; `to` is an extension or a whole address."""
    target = to if to.startswith("<") else f"<{call.phone.uri(to)}>"
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return call.request("REFER", {"Contact": call.phone.contact, "Refer-To": target, **named}, status=status)


def replaces_of(call, uri):
    """A Refer-To that names the other side of a call."""
    local = call._tag
    remote = call._remote.split("tag=")[1].split(";")[0]
    return f"<{uri}?Replaces={call.call_id.replace('@', '%40')}%3Bto-tag%3D{remote}%3Bfrom-tag%3D{local}>"


def assert_told(call, text):
    """The final NOTIFY says this, in the old driver's form."""
    notify = notified(call)
    assert notify.body.decode() == f"SIP/2.0 {text}\r\n"
    return notify


def assert_sound(one, other=None):
    """A tone passes from one call to the other, or comes back."""
    one.rtp.play(440)
    (other or one).rtp.forget()
    (other or one).rtp.wait_for_tone(440, 0.5)


def consulted(phone):
    """alice talks to bob, who also talks to carol: the four calls in that order."""
    carol = registered(phone, "carol")
    call, ringing = connected(phone)
    ringing.reinvite(direction="sendonly")
    consultation = ringing.phone.invites("carol")
    third = carol.expect_call()
    third.accept()
    consultation.expect(200)
    return call, ringing, consultation, third
