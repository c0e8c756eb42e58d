# SPDX-License-Identifier: GPL-2.0-only
"""Configuration as a tree of files, as FreePBX writes it: includes, files that are missing, users.conf beside it."""
import pytest

from harness.setups import DRIVER, EXTENSIONS
from harness.waiting import until

TREE = {
    "sip.conf": "[general]\n#include sip_general_additional.conf\n#include sip_general_custom.conf\n"
                "[phone](!)\ntype=friend\nhost=dynamic\ncontext=phones\n"
                "#tryinclude sip_missing.conf\n#include sip_additional.conf\n#include sip_custom_post.conf\n",
    "sip_general_additional.conf": "bindport=5060\nallowguest=no\n",
    "sip_general_custom.conf": "",
    "sip_additional.conf": "[101](phone)\nsecret=one\n[102](phone)\nsecret=two\n",
    "sip_custom_post.conf": "[101](+)\ndescription=front desk\n",
    "users.conf": "[general]\nhassip=no\nhost=dynamic\n[6001]\nhassip=yes\nsecret=three\n[6002]\nsecret=four\n",
    "extensions.conf": EXTENSIONS,
}


def peers(pbx):
    """Names of all peers."""
    return [line.split("/")[0].split()[0] for line in pbx.cli("sip show peers").splitlines()[1:-1]]


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the driver and that tree."""
    return asterisk(files=TREE, modules=DRIVER)


def test_a_tree_of_files_is_one_configuration(pbx):  # conf-2-8, conf-14-1
    assert peers(pbx) == ["101", "102", "6001"]
    assert "front desk" in pbx.cli("sip show peer 101")


def test_an_include_that_is_missing_changes_nothing(pbx):  # conf-18-19
    pbx.write("sip.conf", TREE["sip.conf"] + "#include sip_gone.conf\n[103](phone)\n")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait("sip.conf are invalid", mark)
    assert peers(pbx) == ["101", "102", "6001"]
    pbx.write("sip_gone.conf", "")
    pbx.cli("sip reload")
    until(lambda: "103" in peers(pbx), "103 once the file is there")
    pbx.write("sip.conf", TREE["sip.conf"])
    pbx.cli("sip reload")
    until(lambda: "103" not in peers(pbx), "103 gone with its line")


def test_users_that_cannot_be_parsed_change_nothing(pbx):  # conf-14-3
    pbx.write("users.conf", "hassip=yes\n[7001]\n")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait("users.conf are invalid", mark)
    assert "6001" in peers(pbx)
    pbx.write("users.conf", TREE["users.conf"])


def test_a_general_rule_that_is_no_rule_changes_nothing(pbx):  # conf-19-2
    pbx.write("sip_general_custom.conf", "contactdeny=nonsense\nuseragent=other\n")
    mark = pbx.log.mark()
    pbx.cli("sip reload")
    pbx.log.wait("is not put in force", mark)
    assert "other" not in pbx.cli("sip show settings")
    assert peers(pbx) == ["101", "102", "6001"]
    pbx.write("sip_general_custom.conf", "")


def test_a_reload_of_what_is_the_same_says_and_changes_nothing(pbx, phone):
    pbx.write("sip_additional.conf", TREE["sip_additional.conf"] + "[alice](phone)\nsecret=secret\n")
    pbx.cli("sip reload")
    until(lambda: "alice" in peers(pbx), "alice after the reload")
    alice = phone("alice")
    alice.register()
    pbx.cli("sip reload")
    assert alice.address in pbx.cli("sip show peers like alice")
