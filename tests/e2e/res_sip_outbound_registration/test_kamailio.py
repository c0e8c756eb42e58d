# SPDX-License-Identifier: GPL-2.0-only
"""kamailio as our provider's registrar: it challenges, keeps what we register, and sends calls there."""
import pytest

from harness.kamailio import Kamailio
from harness.setups import DRIVER, EXTENSIONS, sip_conf
from harness.waiting import until

MODULES = """loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", 90)
modparam("auth", "qop", "auth")
modparam("auth", "nonce_expire", 3)
"""
FIRST = """    if (is_method("REGISTER")) {
        if (!pv_www_authenticate("carrier", "hush", "0")) { www_challenge("carrier", "1"); exit; }
        save("location");
        exit;
    }
"""
ROUTE = """    if (is_method("INVITE|MESSAGE") && $rU != $null && !lookup("location")) { sl_send_reply("404", "Not Found"); exit; }"""


@pytest.fixture(scope="module")
def place(network):
    """Where kamailio and its customers are."""
    return network.place("phones")


@pytest.fixture(scope="module")
def kamailio(place, keep):
    """The provider."""
    made = Kamailio(place, place.address(), keep, route=ROUTE, first=FIRST, modules=MODULES)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def pbx(asterisk, kamailio):
    """Asterisk with an account there, for 100 s at a time."""
    conf = sip_conf(general=f"register => 4930111:hush@{kamailio.address}/echo~100",
                    more=f"[carrier]\ntype=peer\nhost={kamailio.address}\ninsecure=port,invite\n")
    return asterisk(files={"sip.conf": conf, "extensions.conf": EXTENSIONS}, modules=DRIVER)


def test_it_registers_is_called_and_says_goodbye(pbx, kamailio, phone):  # outreg-2-5, outreg-4-1
    pbx.ami.expect("Registry", Username="4930111", Status="Registered")
    line = pbx.cli("sip show registry").splitlines()[1]
    assert line.split()[2:5] == ["4930111", "85", "Registered"]     # 15 s before the end
    customer = phone("customer", server=kamailio.address)
    call = customer.calls_to(f"sip:4930111@{kamailio.address}")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.2)
    call.bye()
    pbx.wait_for_no_channels()
    pbx.write("sip.conf", (pbx.etc / "sip.conf").read_text().replace("register =>", ";register =>"))
    pbx.cli("sip reload")
    until(lambda: customer.invites(f"sip:4930111@{kamailio.address}").transaction.wait().status == 404, "kamailio to forget us")


def test_a_wrong_password_is_challenged_until_we_stop(pbx, kamailio):  # outreg-4-2
    mark = pbx.log.mark()
    pbx.write("sip.conf", sip_conf(general=f"register => 4930111:wrong@{kamailio.address}/echo"))
    pbx.cli("sip reload")
    pbx.log.wait(rf"Failed to authenticate on REGISTER to '4930111@{kamailio.address}' \(Tries 3\)", mark)
    assert "Registered" not in pbx.cli("sip show registry")
