# SPDX-License-Identifier: GPL-2.0-only
"""`sip show identify` tells whose a request would be, and the request is that one's."""
import pytest

from harness.setups import DRIVER, EXTENSIONS, sip_conf

MORE = """[trunk]
type=peer
host=192.0.2.200
port=5070
context=internal
[caller]
type=user
secret=secret
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with phones, a trunk, and a user who only calls."""
    return asterisk(files={"sip.conf": sip_conf(more=MORE), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_by_name_by_address_and_by_nothing(pbx):
    by_name = pbx.cli("sip show identify 203.0.113.5:6000 caller")
    assert "is of peer 'caller': its name is the user of From, 'caller'" in by_name
    assert "  Must prove   : digest credentials of 'caller'" in by_name
    by_address = pbx.cli("sip show identify 192.0.2.200:5070")
    assert "is of peer 'trunk': it is at 192.0.2.200:5070" in by_address
    assert "  Must prove   : nothing: it has no secret" in by_address and "  Context      : internal" in by_address
    other_port = pbx.cli("sip show identify 192.0.2.200:5071")
    assert "is nobody's: no peer fits, and guests are refused (allowguest=no)" in other_port
    assert "Not 'trunk': it is at port 5070, and insecure=port is not set" in other_port
    assert "Not 'trunk': it may not use TCP" in pbx.cli("sip show identify 192.0.2.200:5070 nobody 600 tcp")


def test_what_it_says_is_what_happens(pbx, phone):
    alice = phone("alice")
    assert "is nobody's" in pbx.cli(f"sip show identify {alice.address}")
    alice.register()
    assert "is of peer 'alice': it is at" in pbx.cli(f"sip show identify {alice.address}")
    stranger = phone("stranger", address=None)
    assert "is nobody's" in pbx.cli(f"sip show identify {stranger.address} stranger echo")
    refused = stranger.invites("echo").transaction.wait()
    assert refused.status == 403
    call = alice.calls_to("echo")
    call.bye()


def test_words_that_are_wrong_show_the_usage(pbx):
    for words in ("", " nonsense", " 192.0.2.1 a b carrier-pigeon", " 192.0.2.1 a b udp more"):
        assert pbx.cli(f"sip show identify{words}").startswith("Usage: sip show identify <address>"), words
