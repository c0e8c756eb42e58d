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
    made.certificate = certificate
    return made


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


@pytest.mark.parametrize("wrong", ["expired", "wrong name", "unknown authority", "self-signed", "NUL in the name"])
def test_does_not_call_a_server_whose_certificate_is_wrong(pbx, network, address, authority, keep, wrong):
    """tp-4-1: the call ends at once, and nothing of it was said to the server."""
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
        pbx.log.wait(r"TLS connection to .* ends: its certificate", mark)
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
