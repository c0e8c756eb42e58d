# SPDX-License-Identifier: GPL-2.0-only
"""Encrypted media between the driver and chan_pjsip, each offering and each answering, in one process."""
import pytest

from harness.asterisk import PJSIP_MODULES
from harness.setups import DRIVER, sip_conf

PJSIP_PORT = 5080
WEB = "dtlsenable=yes\ndtlsautogeneratecert=yes\ndtlsverify=fingerprint\ndtlssetup=actpass"
# what the account says here, and what the endpoint says there
WAYS = {
    "plain": ("", ""),
    "keys": ("encryption=yes", "media_encryption=sdes"),
    "short": ("encryption=yes\nencryption_taglen=32", "media_encryption=sdes\nsrtp_tag_32=yes"),
    "feedback": ("encryption=yes\navpf=yes", "media_encryption=sdes\nuse_avpf=yes"),
    "dtls": (WEB, "media_encryption=dtls\ndtls_auto_generate_cert=yes\ndtls_verify=fingerprint\ndtls_setup=actpass"),
    "passive": (WEB.replace("actpass", "passive"),
                "media_encryption=dtls\ndtls_auto_generate_cert=yes\ndtls_verify=fingerprint\ndtls_setup=actpass"),
    "sha1": (WEB + "\ndtlsfingerprint=sha-1",
             "media_encryption=dtls\ndtls_auto_generate_cert=yes\ndtls_verify=fingerprint\ndtls_fingerprint=SHA-1"),
    "old": (WEB + "\nforce_avp=yes\navpf=yes",
            "media_encryption=dtls\ndtls_auto_generate_cert=yes\ndtls_verify=fingerprint\nforce_avp=yes\nuse_avpf=yes"),
    "ice": ("icesupport=yes", "ice_support=yes"),
    "mux": ("icesupport=yes\nrtcp_mux=yes", "ice_support=yes\nrtcp_mux=yes"),
    "web": (WEB + "\nicesupport=yes\nrtcp_mux=yes\navpf=yes", "webrtc=yes"),
}
PJSIP = f"""[udp]
type=transport
protocol=udp
bind=192.0.2.1:{PJSIP_PORT}
""" + "".join(f"""[{name}]
type=endpoint
context=default
disallow=all
allow=ulaw
direct_media=no
from_user={name}
aors={name}
{there}
[{name}]
type=aor
contact=sip:192.0.2.1
""" for name, (_, there) in WAYS.items())
ACCOUNTS = "".join(f"""[{name}]
type=friend
host=192.0.2.1
port={PJSIP_PORT}
fromuser={name}
insecure=port,invite
{here}
""" for name, (here, _) in WAYS.items())
EXTENSIONS = """[default]
exten => echo,1,Answer()
 same => n,UserEvent(Heard,Channel: ${CHANNEL})
 same => n,Echo()
exten => _out-.,1,Dial(SIP/echo@${EXTEN:4},20)
exten => _back-.,1,Dial(PJSIP/echo@${EXTEN:5},20)
"""


@pytest.fixture(scope="module")
def pbx(asterisk):
    """Both drivers."""
    return asterisk(files={"sip.conf": sip_conf(more=ACCOUNTS), "pjsip.conf": PJSIP, "extensions.conf": EXTENSIONS},
                    modules=[*DRIVER, "res_srtp.so", *PJSIP_MODULES])


@pytest.mark.parametrize("direction", ["out", "back"])
@pytest.mark.parametrize("way", WAYS)
def test_sound_goes_both_ways(pbx, phone, way, direction):
    """sdp-6-1 sdp-1-9: what alice sends comes back to her through both drivers and what encrypts between them."""
    pbx.ami.forget()
    mark = pbx.log.mark()
    alice = phone("alice")
    alice.register()
    call = alice.calls_to(f"{direction}-{way}")
    assert pbx.ami.expect("UserEvent", UserEvent="Heard")["Channel"].startswith("PJSIP/" if direction == "out" else f"SIP/{way}")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.5, 20)
    call.bye()
    pbx.wait_for_no_channels()
    # chan_pjsip's media is bound to any address, so that its engine asks for the machine's name, which has none here.
    assert not [line for line in pbx.log.complaints(mark) if "ERROR" in line and "getaddrinfo" not in line]
