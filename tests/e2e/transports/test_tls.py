# SPDX-License-Identifier: GPL-2.0-only
"""TLS: versions, certificates of servers that we call, and a certificate that changes while connections stand."""
import hashlib
import shutil
import ssl

import pytest

from harness.transports import MODULES, Authority, files, originate
from harness.waiting import until
from harness.wire import Listener, Octets, Tls, connect


@pytest.fixture(scope="module")
def authority(keep):
    """Who is believed."""
    return Authority(keep / "certificates")


@pytest.fixture(scope="module")
def address(network):
    """Where the server is that the PBX calls."""
    return network.place("phones").address()


@pytest.fixture(scope="module")
def pbx(asterisk, keep, authority, address):
    """An Asterisk whose certificate lies in a file that tests change, with a peer over TLS."""
    certificate = keep / "certificates" / "current.pem"
    shutil.copy(authority.issue("pbx.example.com", "DNS:pbx.example.com,IP:192.0.2.1"), certificate)
    peer = f"[server]\ntype=peer\nhost={address}\nport=5061\ntransport=tls\n"
    made = asterisk(files=files(str(certificate), general=f"tlscafile={authority.file}", more=peer), modules=MODULES)
    made.certificate, made.peer = certificate, peer
    return made


@pytest.fixture
def configure(pbx, authority):
    """Puts other lines of [general] in force: `configure(lines)`; at the end the first ones again."""
    def put(lines=""):
        for name, text in files(str(pbx.certificate), general=f"tlscafile={authority.file}\n{lines}", more=pbx.peer).items():
            pbx.write(name, text)
        pbx.cli("sip reload")
    yield put
    put()


def serve(pbx, network, address, certificate: str):
    """Lets the PBX call a server that has a certificate; returns the listener."""
    listener = Listener(network.place("phones"), address, 5061, Tls(server=True, certificate=certificate))
    originate(pbx, "SIP/42@server")
    return listener


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_speaks_new_versions(pbx, phone, authority, version):
    """tp-1-3: a phone that checks the PBX's certificate, in each version."""
    alice = phone("alice", transport="tls", server_port=5061, ca=authority.file, server_name="pbx.example.com", version=version)
    assert alice.wire.octets.version == {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[version.name]
    alice.register()
    call = alice.calls_to("echo")
    call.bye()


def test_octets_that_are_no_tls_end_the_connection(pbx, network):
    """Plain SIP at the port of TLS."""
    place = network.place("phones")
    octets = Octets(connect(place, place.address(), ("192.0.2.1", 5061)))
    octets.send(b"OPTIONS sip:192.0.2.1 SIP/2.0\r\n\r\n")
    octets.socket.settimeout(10)
    with pytest.raises(OSError):
        while True:
            octets.receive()


def test_calls_a_server_whose_certificate_is_right(pbx, network, address, authority):
    """tp-4-1: an address in SubjectAltName."""
    listener = serve(pbx, network, address, authority.issue("server", f"IP:{address}"))
    try:
        assert b"INVITE sip:42@" in listener.expect().receive()[0]
    finally:
        listener.close()
    pbx.wait_for_no_channels()


WRONG = {"expired": "does not verify: certificate has expired", "wrong name": "is not for '", "NUL in the name": "is not for '",
         "unknown authority": "does not verify: unable to get local issuer certificate",
         "self-signed": "does not verify: self-signed certificate"}


@pytest.mark.parametrize("wrong", WRONG)
def test_does_not_call_a_server_whose_certificate_is_wrong(pbx, network, address, authority, keep, wrong):
    """tp-4-1, sec-3-32, sec-3c-9: the call ends at once, nothing of it was said to the server, and the log says which it was."""
    if wrong == "expired":
        certificate = authority.issue("server", f"IP:{address}", begin="20200101000000Z", end="20200201000000Z")
    elif wrong == "wrong name":
        certificate = authority.issue("other.example.com", "DNS:other.example.com,IP:198.51.100.1")
    elif wrong == "unknown authority":
        certificate = Authority(keep / "certificates" / "unknown").issue("server", f"IP:{address}")
    elif wrong == "NUL in the name":
        octets = f"{address}\0.evil.example".encode()
        certificate = authority.issue("server", f"DER:30{len(octets) + 2:02x}82{len(octets):02x}{octets.hex()}")
    else:
        alone = Authority(keep / "certificates" / "alone", "self")
        certificate = alone.together()
    mark = pbx.log.mark()
    listener = serve(pbx, network, address, certificate)
    try:
        pbx.log.wait(rf"TLS connection to .* ends: its certificate {WRONG[wrong]}", mark)
        pbx.wait_for_no_channels()
        for wire in listener.taken:
            with pytest.raises(OSError):
                wire.receive()
    finally:
        listener.close()


def test_a_new_certificate_is_shown_after_a_reload(pbx, phone, authority):
    """Connections that stand go on with what they began with."""
    options = {"transport": "tls", "server_port": 5061, "ca": authority.file, "server_name": "pbx.example.com"}
    alice = phone("alice", **options)
    alice.register()
    call = alice.calls_to("echo")
    shutil.copy(authority.issue("pbx.example.com", "DNS:pbx.example.com"), pbx.certificate)
    pbx.cli("sip reload")

    def shown():
        probe = phone("bob", **options)
        try:
            return probe.wire.octets.certificate
        finally:
            probe.wire.close()
    before = hashlib.sha256(alice.wire.octets.certificate).digest()
    until(lambda: hashlib.sha256(shown()).digest() != before, "the new certificate")
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.2)
    call.bye()
    alice.register()


def test_a_certificate_that_cannot_be_read_leaves_the_old_one(pbx, phone, authority):
    """tlscertfile: an error, and TLS goes on."""
    before = pbx.certificate.read_bytes()
    mark = pbx.log.mark()
    pbx.certificate.write_text("nothing that is a certificate")
    pbx.cli("sip reload")
    pbx.log.wait(r"ERROR.*TLS: TLS certificate .*what there was stays in force", mark)
    alice = phone("alice", transport="tls", server_port=5061, ca=authority.file, server_name="pbx.example.com")
    alice.register()
    pbx.certificate.write_bytes(before)


def test_strict_names_are_alternative_names_alone(pbx, network, address, authority, configure):
    """tp-4-1, sec-3c-9: `tlsstrictnames` (RFC 5922 §7.2): a common name is none, an address in SubjectAltName is one."""
    common_name = authority.issue(address)
    listener = serve(pbx, network, address, common_name)
    try:
        assert b"INVITE sip:42@" in listener.expect().receive()[0]      # as ever: the common name counts
    finally:
        listener.close()
    pbx.wait_for_no_channels()
    configure("tlsstrictnames=yes")
    mark = pbx.log.mark()
    listener = serve(pbx, network, address, common_name)
    try:
        pbx.log.wait(rf"TLS connection to .* ends: its certificate is not for '{address}'", mark)
        pbx.wait_for_no_channels()
    finally:
        listener.close()
    listener = serve(pbx, network, address, authority.issue("x", f"IP:{address}"))
    try:
        assert b"INVITE sip:42@" in listener.expect().receive()[0]
    finally:
        listener.close()
    pbx.wait_for_no_channels()


def test_clients_may_have_to_prove_themselves(pbx, phone, network, authority, keep, configure):
    """`tlsclientcerts=require`: a certificate of our authority's, or nothing is heard."""
    configure("tlsclientcerts=require")
    options = {"transport": "tls", "server_port": 5061, "ca": authority.file, "server_name": "pbx.example.com"}
    alice = phone("alice", **options, certificate=authority.issue("alice"))
    alice.register()
    call = alice.calls_to("echo")
    call.bye()
    place = network.place("phones")
    strangers = {"it shows no certificate": None,
                 "its certificate does not verify: unable to get local issuer certificate":
                     Authority(keep / "certificates" / "strangers").issue("alice")}
    for why, certificate in strangers.items():
        mark = pbx.log.mark()
        with pytest.raises(OSError):
            octets = Octets(connect(place, place.address(), ("192.0.2.1", 5061)), Tls(certificate=certificate))
            octets.send(b"OPTIONS sip:192.0.2.1 SIP/2.0\r\n\r\n")
            octets.socket.settimeout(10)
            while octets.receive():
                pass
        pbx.log.wait(rf"TLS connection .* ends: .*{why}", mark)


def test_what_a_client_shows_is_looked_at_when_it_must_be_good(pbx, network, authority, keep, configure, phone):
    """`tlsclientcerts=verify`: none is needed, a bad one is refused."""
    configure("tlsclientcerts=verify")
    phone("alice", transport="tls", server_port=5061, ca=authority.file, server_name="pbx.example.com").register()
    place = network.place("phones")
    expired = authority.issue("alice", begin="20200101000000Z", end="20200201000000Z")
    mark = pbx.log.mark()
    with pytest.raises(OSError):
        octets = Octets(connect(place, place.address(), ("192.0.2.1", 5061)), Tls(certificate=expired))
        octets.socket.settimeout(10)
        while octets.receive():
            pass
    pbx.log.wait(r"TLS connection .* ends: its certificate does not verify: certificate has expired", mark)


def test_old_versions_are_not_spoken(pbx, network):
    """sec-3-32: SSL 3 is no TLS; a hello of it gets no answer but the end."""
    place = network.place("phones")
    octets = Octets(connect(place, place.address(), ("192.0.2.1", 5061)))
    octets.send(b"\x16\x03\x00\x00\x2f\x01\x00\x00\x2b\x03\x00" + bytes(32) + b"\x00\x00\x04\x00\x05\x00\x0a\x01\x00")
    octets.socket.settimeout(10)
    answer = b""
    with pytest.raises(OSError):
        while True:
            answer += octets.receive()
    assert not answer or answer[0] == 0x15      # an alert
