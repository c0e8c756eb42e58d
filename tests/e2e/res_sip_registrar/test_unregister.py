# SPDX-License-Identifier: GPL-2.0-only
"""A binding that is ended from the console."""
import pytest

from harness.asterisk import BASE_MODULES
from harness.setups import EXTENSIONS, sip_conf


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Asterisk with the registrar."""
    return asterisk(files={"sip.conf": sip_conf(), "extensions.conf": EXTENSIONS},
                    modules=(*BASE_MODULES, "res_sip.so", "res_sip_registrar.so"))


def test_a_peer_is_unregistered(pbx, phone):
    phone("alice").register()
    pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Registered")
    assert pbx.cli("sip unregister alice").startswith("Unregistered peer 'alice'")
    assert pbx.ami.expect("PeerStatus", Peer="SIP/alice", PeerStatus="Unregistered")["Cause"] == "Expired"
    assert pbx.cli("sip unregister alice").strip() == "Peer alice not registered"
    assert pbx.cli("sip unregister nobody").strip() == "Peer unknown: 'nobody'. Not unregistered."
