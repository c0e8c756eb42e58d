# SPDX-License-Identifier: GPL-2.0-only
"""Several phones of one account: maxcontacts."""
import pytest

from harness.setups import DRIVER, sip_conf

pytestmark = pytest.mark.usefixtures("nothing_is_left")

ACCOUNTS = "".join(f"[{name}]\ntype=friend\nhost=dynamic\nsecret=secret\n{more}\n" for name, more in (("many", "maxcontacts=2"), ("one", "")))
EXTENSIONS = """[default]
exten => _[a-z].,1,Dial(SIP/${EXTEN},20)
 same => n,Hangup(${HANGUPCAUSE})
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with an account for two phones, and one for a single one."""
    return asterisk(files={"sip.conf": sip_conf(more=ACCOUNTS), "extensions.conf": EXTENSIONS}, modules=DRIVER)


def both(phone, name):
    """Two phones with one name, registered one after the other."""
    phones = [phone(name), phone(name)]
    for each in phones:
        each.register()
    return phones


def test_all_ring_and_who_answers_first_has_the_call(phone):
    desk, pocket = both(phone, "many")
    call = phone("alice").invites("many")
    at_desk, in_pocket = desk.expect_call(), pocket.expect_call()
    at_desk.ring()
    call.expect(180)
    in_pocket.accept()
    call.expect(200)
    at_desk.wait_for_end()
    assert "Call completed elsewhere" in desk.expect_request("CANCEL")["Reason"]
    call.bye()
    in_pocket.wait_for_end()


def test_one_that_is_busy_leaves_the_other_ringing(phone):
    desk, pocket = both(phone, "many")
    call = phone("alice").invites("many")
    desk.expect_call().refuse(486)
    answered = pocket.expect_call()
    answered.accept()
    call.expect(200)
    answered.bye()
    call.wait_for_end()


def test_all_refuse(phone):
    desk, pocket = both(phone, "many")
    call = phone("alice").invites("many")
    desk.expect_call().refuse(480)
    pocket.expect_call().refuse(486)
    assert call.transaction.wait().status == 486


def test_the_caller_gives_up(phone):
    desk, pocket = both(phone, "many")
    call = phone("alice").invites("many")
    ringing = [each.expect_call() for each in (desk, pocket)]
    for each in ringing:
        each.ring()
    call.expect(180)
    call.cancel()
    for each in ringing:
        each.wait_for_end()


def test_one_contact_is_the_default(phone):
    first, second = both(phone, "one")
    call = phone("alice").invites("one")
    second.expect_call().accept()
    call.expect(200)
    call.bye()
    assert not first.requests("INVITE")
