# SPDX-License-Identifier: GPL-2.0-only
"""Attacks as administrators see them: log lines and security events in the old driver's words, found by fail2ban's own filter.

What is expected here is what the old driver logged (16.28) when the same was sent to it; where ours differs, docs/differences.md
says so."""
import pathlib
import re
import shutil
import subprocess

import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf

MORE = """
[fixed]
type=friend
host=192.0.2.250
secret=secret
[denied]
type=friend
host=dynamic
secret=secret
deny=0.0.0.0/0.0.0.0
[tcponly]
type=friend
host=dynamic
secret=secret
transport=tcp
"""
MORE += """[counted]
type=friend
host=dynamic
secret=secret
call-limit=1
"""
FILTER = pathlib.Path("/etc/fail2ban/filter.d/asterisk.conf")


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones of all kinds, and the log of security events."""
    return asterisk(files={"sip.conf": sip_conf(more=MORE), "extensions.conf": EXTENSIONS},
                    modules=(*DRIVER, "res_security_log.so"))


def registers(phone, name: str, secret: str = "wrong", username: str | None = None, to: str | None = None):
    """A REGISTER, and one with credentials when it is challenged; the phone and the responses."""
    device = phone(name)
    call_id, uri = f"attack-{name}-{device.address}", f"sip:{device.domain}"
    responses = []
    for sequence in (1, 2):
        request = device.new_request("REGISTER", uri, to or f"<sip:{name}@{device.domain}>", call_id, "attack", sequence,
                                     {"Contact": device.contact})
        if sequence == 2:
            request.add(*device.credentials(responses[0], request, secret, username))
        responses.append(device.send(request).wait())
        if responses[-1].status != 401:
            break
    return device, responses


def event(pbx, kind: str, since: int, remote: str) -> dict[str, str]:
    """The fields of a security event of that kind from that address, as the log has it."""
    line = pbx.log.wait(rf'SecurityEvent="{kind}",.*RemoteAddress="IPV4/UDP/{re.escape(remote)}/\d+".*', since)[0]
    return dict(re.findall(r'(\w+)="([^"]*)"', line))


@pytest.mark.parametrize("name,username,reason,kind", [
    ("alice", None, "Wrong password", "InvalidPassword"),
    ("alice", "bob", "Username/auth name mismatch", "ChallengeResponseFailed"),
    ("mallory", None, "Wrong password", "InvalidPassword"),
    ("fixed", None, "Peer is not supposed to register", "FailedACL"),
    ("denied", None, "Device does not match ACL", "FailedACL"),
])
def test_a_refused_registration_is_logged_as_before(pbx, phone, name, username, reason, kind):
    """eco-6-2 eco-6-4 auth-10-4 auth-10-5 auth-10-8 auth-10-9 auth-10-13"""
    mark = pbx.log.mark()
    device, responses = registers(phone, name, "wrong", username)
    assert [each.status for each in responses] == [401, 403]
    pbx.log.wait(rf"NOTICE\[\d+\].*: Registration from '<sip:{name}@{device.domain}>' failed for "
                 rf"'{device.address}:{device.port}' - {reason}$", mark)
    fields = event(pbx, kind, mark, device.address)
    assert fields["Service"] == "SIP" and fields["AccountID"] == name and fields["Severity"] == "Error"
    assert fields["LocalAddress"] == "IPV4/UDP/192.0.2.1/5060"
    assert fields["RemoteAddress"] == f"IPV4/UDP/{device.address}/{device.port}"
    assert re.fullmatch(r"0x[0-9a-f]+", fields["SessionID"])
    if kind == "InvalidPassword":
        assert fields["EventVersion"] == "2" and fields["Challenge"] == fields["ReceivedChallenge"] != ""
        assert re.fullmatch("[0-9a-f]{32}", fields["ReceivedHash"])
    if kind == "ChallengeResponseFailed":
        assert (fields["Response"], fields["ExpectedResponse"]) == (username, name)
    if kind == "FailedACL":
        assert fields["ACLName"] == {"fixed": "peer_not_dynamic", "denied": "device_must_match_acl"}[name]


def test_a_registration_that_succeeds_is_two_events(pbx, phone):
    """auth-10-1 auth-10-2 auth-10-3"""
    mark = pbx.log.mark()
    device, responses = registers(phone, "alice", "secret")
    assert [each.status for each in responses] == [401, 200]
    challenge, success = (event(pbx, kind, mark, device.address) for kind in ("ChallengeSent", "SuccessfulAuth"))
    assert challenge["AccountID"] == success["AccountID"] == "alice"
    assert challenge["SessionID"] == success["SessionID"]
    assert challenge["Severity"] == "Informational" and success["UsingPassword"] == "1"
    assert challenge["Challenge"] in responses[0]["WWW-Authenticate"]
    assert list(challenge) == ["SecurityEvent", "EventTV", "Severity", "Service", "EventVersion", "AccountID", "SessionID",
                               "LocalAddress", "RemoteAddress", "Challenge"]
    pbx.ami.expect("SuccessfulAuth", Service="SIP", AccountID="alice", UsingPassword="1")
    device.unregister()


def test_a_call_with_a_wrong_password_names_caller_and_extension(pbx, phone):
    """auth-10-3 auth-10-4 eco-6-6"""
    mark = pbx.log.mark()
    bob = phone("bob", secret="wrong")
    call = bob.invites("echo")
    assert call.transaction.wait().status == 403
    pbx.log.wait(r"Failed to authenticate device \"bob\" <sip:bob@192\.0\.2\.1>;tag=\w+ for INVITE, code = -1$", mark)
    assert event(pbx, "ChallengeSent", mark, bob.address)["AccountID"] == f"sip:bob@{bob.domain}"
    assert event(pbx, "InvalidPassword", mark, bob.address)["AccountID"] == "echo"


def test_an_extension_that_is_not_there_is_an_event(pbx, phone):
    """auth-10-12 eco-6-3"""
    mark = pbx.log.mark()
    bob = phone("bob")
    assert bob.invites("nowhere").transaction.wait().status == 404
    pbx.log.wait(rf"Call from 'bob' \({bob.address}:{bob.port}\) to extension 'nowhere' rejected because extension not found in "
                 r"context 'default'\.$", mark)
    fields = event(pbx, "FailedACL", mark, bob.address)
    assert (fields["AccountID"], fields["ACLName"]) == ("nowhere", "no_extension_match")


def test_a_call_too_many_is_an_event(pbx, phone):
    """auth-10-11 auth-3-17"""
    mark = pbx.log.mark()
    counted = phone("counted")
    first = counted.calls_to("echo")
    second = counted.invites("echo")
    assert second.transaction.wait().status == 480
    assert event(pbx, "SessionLimit", mark, counted.address)["AccountID"] == "echo"
    first.bye()


def test_what_an_attacker_sends_forges_no_line(pbx, phone):
    """eco-6-2 eco-6-4 sec-3b-26"""
    mark = pbx.log.mark()
    device, responses = registers(
        phone, "denied", to="\"x' failed for '198.51.100.9' - Wrong password\" <sip:denied@example.com>")
    assert responses[-1].status == 403
    evil = phone("mallory")
    request = evil.new_request("REGISTER", f"sip:{evil.domain}",
                               '<sip:a%22%2CRemoteAddress%3D%22IPV4%2FUDP%2F198.51.100.9%2F5060%0D%0A%FF@example.com>',
                               "forged", "t", 1, {"Contact": evil.contact})
    assert evil.send(request).wait().status == 401
    fields = event(pbx, "ChallengeSent", mark, evil.address)
    assert fields["AccountID"] == r"a\x22,RemoteAddress=\x22IPV4/UDP/198.51.100.9/5060\x0d\x0a\xff"
    pbx.log.wait(rf"failed for '{device.address}:{device.port}' - Device does not match ACL$", mark)
    assert "failed for '198.51.100.9'" not in pbx.log.text(mark)
    assert 'RemoteAddress="IPV4/UDP/198.51.100.9' not in pbx.log.text(mark)


@pytest.mark.skipif(not FILTER.exists() or not shutil.which("fail2ban-regex"), reason="fail2ban is not installed")
def test_fail2ban_finds_every_attacker_and_nobody_else(pbx, phone, keep):
    """eco-6-1 eco-6-2 eco-6-3 eco-6-4 eco-6-8: the filter as the package ships it."""
    mark = pbx.log.mark()
    attackers = {}
    for name, username in (("alice", None), ("alice", "bob"), ("mallory", None), ("fixed", None), ("denied", None)):
        attackers[f"{name} {username}"] = registers(phone, name, "wrong", username)[0].address
    caller = phone("carol")
    assert caller.invites("nowhere").transaction.wait().status == 404
    attackers["extension"] = caller.address
    forger = registers(phone, "denied", to="\"x' failed for '198.51.100.9' - Wrong password\" <sip:denied@example.com>")[0]
    attackers["forger"] = forger.address
    good, responses = registers(phone, "bob", "secret")
    assert responses[-1].status == 200
    event(pbx, "SuccessfulAuth", mark, good.address)
    log = keep / "attacks.log"
    log.write_text(pbx.log.text(mark))
    for kind in ("NOTICE", "SECURITY"):
        part = keep / f"attacks-{kind}.log"
        part.write_text("".join(line + "\n" for line in log.read_text().splitlines() if f"] {kind}[" in line))
        found = subprocess.run(["fail2ban-regex", "--print-all-matched", str(part), str(FILTER)],
                               capture_output=True, text=True, timeout=60)
        assert found.returncode == 0, found.stdout + found.stderr
        listed = subprocess.run(["fail2ban-regex", "-o", "ip", str(part), str(FILTER)], capture_output=True, text=True, timeout=60)
        banned = set(listed.stdout.split())
        assert set(attackers.values()) <= banned, f"{kind}: {attackers}, banned {banned}\n{found.stdout[-3000:]}"
        assert good.address not in banned and "198.51.100.9" not in banned
