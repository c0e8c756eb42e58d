# SPDX-License-Identifier: GPL-2.0-only
"""A registrar without calls: res_sip and res_sip_registrar, and no chan_sip."""
import pytest

from harness.asterisk import BASE_MODULES
from harness.setups import EXTENSIONS, sip_conf

MODULES = (*BASE_MODULES, "res_sip.so", "res_sip_registrar.so")


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the registrar alone."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS}, modules=MODULES, without=("chan_sip.so",))


@pytest.mark.parametrize("v6", [False, True])
def test_a_phone_registers(pbx, phone, v6):
    alice = phone("alice", v6=v6)
    response = alice.register(expires=300)
    assert response["Expires"] == "300" or "expires=300" in response["Contact"]
    assert alice.contact.split(">")[0] in response["Contact"]
    pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Registered")
    alice.unregister()
    pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Unregistered")


def test_its_invite_is_a_method_not_allowed(pbx, phone):
    alice = phone("alice")
    alice.register()
    call = alice.invites("echo")
    response = call.transaction.wait()
    assert response.status == 405
    assert "INVITE" not in response["Allow"] and "REGISTER" in response["Allow"]
    assert pbx.channels() == 0


def test_a_wrong_secret_is_refused(pbx, phone):
    phone("bob").register(secret="wrong", status=403)


def test_a_stranger_is_told_what_a_wrong_secret_is_told(pbx, phone):
    """Same status and headers; nothing tells known names from unknown ones."""
    known = phone("bob").register(secret="wrong", status=403)
    unknown = phone("mallory").register(secret="wrong", status=403)
    assert known.start == unknown.start
    assert [name for name, _ in known.headers] == [name for name, _ in unknown.headers]


def test_a_binding_is_in_the_database(pbx, phone):
    bob = phone("bob")
    bob.register(expires=600)
    wanted = f"{bob.address}:{bob.port}:600:bob:sip:bob@{bob.address}:{bob.port}"
    pbx.ami.expect("PeerStatus", Peer="SIP/bob", PeerStatus="Registered")
    from harness.waiting import until
    until(lambda: wanted in pbx.cli("database get SIP/Registry bob"), f"{wanted} in the database", 2)


def test_an_expiry_that_is_too_short_is_lengthened(pbx, phone):
    assert "expires=60" in phone("carol").register(expires=5)["Contact"]


def test_a_query_names_the_binding(pbx, phone):
    bob = phone("bob")
    bob.register(expires=600)
    call_id = "query@bob"
    for sequence in (1, 2):
        request = bob.new_request("REGISTER", f"sip:{bob.domain}", f"<sip:bob@{bob.domain}>", call_id, "query", sequence)
        if sequence == 2:
            request.add(*bob.credentials(response, request))
        response = bob.send(request).wait()
    assert response.status == 200 and f"sip:bob@{bob.address}" in response["Contact"]
