# SPDX-License-Identifier: GPL-2.0-only
"""Others' clients and servers: kamailio as outbound proxy and as trunk over TLS, openssl s_client, sipsak, SIPp."""
import subprocess

import pytest

from harness.kamailio import Kamailio
from harness.transports import MODULES, Authority, files, originate
from harness.waiting import until


@pytest.fixture(scope="module")
def place(network):
    """Where all of them are."""
    return network.place("phones")


@pytest.fixture(scope="module")
def address(place):
    """Addresses: of kamailio, of the server behind it, of clients."""
    return {name: place.address() for name in ("kamailio", "server", "client")}


@pytest.fixture(scope="module")
def authority(keep):
    """Whom both sides believe."""
    return Authority(keep / "certificates")


@pytest.fixture(scope="module")
def kamailio(place, keep, address, authority):
    """A proxy: what comes over TLS goes to the server, what the server sends goes to the PBX over TLS, the rest by its URI."""
    route = f"""    if ($proto == "tls") {{ $du = "sip:{address['server']}:5060"; }}
    else if ($si == "{address['server']}") {{ $du = "sip:192.0.2.1:5061;transport=tls"; }}"""
    made = Kamailio(place, address["kamailio"], keep, route, authority.issue("kamailio", f"IP:{address['kamailio']}"), authority.file)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def pbx(asterisk, address, authority):
    """An Asterisk with a peer behind the proxy, a trunk, and a client that needs no credentials."""
    peers = f"""[behind]
type=peer
host={address['server']}
transport=udp
outboundproxy={address['kamailio']},force
[trunk]
type=peer
host={address['kamailio']}
port=5061
transport=tls
insecure=port,invite
context=default
[client]
type=peer
host={address['client']}
insecure=port,invite
"""
    general = f"tlscafile={authority.file}\nregister => behind?account:pw@{address['server']}"
    return asterisk(files=files(authority.issue("pbx.example.com", "DNS:pbx.example.com,IP:192.0.2.1"), general=general, more=peers),
                    modules=(*MODULES, "res_sip_outbound_registration.so"))


@pytest.fixture
def server(phone, address, kamailio):
    """Who is behind kamailio."""
    return phone("server", address=address["server"])


def talk(call) -> None:
    """Asterisk's Echo gives the sound back."""
    call.rtp.play(440)
    call.rtp.wait_for_tone(440, 0.3)


def test_kamailio_as_outbound_proxy(pbx, server, address):
    """tp-4-2: the call passes it with sound, in the dialog too; its Record-Route stands in what follows."""
    originate(pbx, "SIP/42@behind")
    call = server.expect_call()
    assert call.invite.uri == f"sip:42@{address['server']}"
    assert f"sip:{address['kamailio']}" in call.invite["Record-Route"] and len(call.invite.all("Via")) == 2
    call.accept()
    talk(call)
    call.reinvite()
    pbx.cli("channel request hangup all")
    call.wait_for_end()
    assert len(call.requests[-1].all("Via")) == 2       # BYE passed it
    pbx.wait_for_no_channels()


def test_kamailio_passes_our_registration_on(pbx, server, address):
    """outreg-2-2: the proxy of the peer that the account names."""
    server.takers["REGISTER"] = lambda request: server.respond(request, 200, headers={"Contact": request["Contact"], "Expires": "300"})
    pbx.cli("sip reload")
    request = server.expect_request("REGISTER", seconds=40)
    assert len(request.all("Via")) == 2 and address["kamailio"] in request.all("Via")[0]
    until(lambda: "Registered" in pbx.cli("sip show registry"), "the registration")


def test_kamailio_as_trunk_over_tls_is_called(pbx, server):
    """tp-4-1: by its certificate."""
    originate(pbx, "SIP/42@trunk")
    call = server.expect_call()
    assert call.invite.all("Via")[1].startswith("SIP/2.0/TLS 192.0.2.1:5061")
    call.accept()
    talk(call)
    call.bye()
    pbx.wait_for_no_channels()


def test_kamailio_as_trunk_over_tls_calls(pbx, server, address):
    """The other way, over the connection that there is, or a new one."""
    server.server = (address["kamailio"], 5060)
    server.wire._server = server.server
    call = server.calls_to("echo")
    assert "transport=tls" in call.expect(200)["Contact"]
    talk(call)
    call.bye()
    pbx.wait_for_no_channels()


def test_openssl_s_client(pbx, place, authority, address):
    """A request in, a response out; the certificate is what it must be."""
    request = (b"OPTIONS sip:echo@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.9;branch=z9hG4bKopenssl\r\nMax-Forwards: 70\r\n"
               b"From: <sip:x@example.com>;tag=1\r\nTo: <sip:echo@192.0.2.1>\r\nCall-ID: openssl\r\nCSeq: 1 OPTIONS\r\n"
               b"Content-Length: 0\r\n\r\n")
    process = place.start(["openssl", "s_client", "-connect", "192.0.2.1:5061", "-CAfile", authority.file, "-verify_return_error",
                           "-verify_hostname", "pbx.example.com", "-brief", "-ign_eof"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        process.stdin.write(request)
        process.stdin.flush()
        said = b""
        while b"Call-ID: openssl" not in said:
            line = process.stdout.readline()
            assert line, f"openssl ended:\n{said.decode()}"
            said += line
    finally:
        process.kill()
        process.wait()
    assert b"Verification: OK" in said and b"SIP/2.0 " in said


@pytest.mark.parametrize("more", [[], ["-E", "tcp"]])
def test_sipsak_asks_for_options(pbx, place, address, more):
    """sipsak ends with 0 when it gets a 200."""
    place.run("sipsak", "-H", address["client"], "-vv", "-s", "sip:echo@192.0.2.1", *more)


def test_sipsak_registers(pbx, place, address):
    """With digest."""
    mark = pbx.log.mark()
    place.run("sipsak", "-H", address["client"], "-vv", "-U", "-u", "alice", "-a", "secret", "-x", "60", "-C", f"sip:alice@{address['client']}:5070",
              "-s", "sip:alice@192.0.2.1")
    pbx.log.wait("Registered SIP 'alice' at", mark)


@pytest.mark.parametrize("kind", ["u1", "t1", "tn", "l1"])
def test_sipp_calls(pbx, place, keep, address, authority, kind):
    """SIPp's own scenario, over UDP, one connection, one for each call, and TLS."""
    certificate = authority.issue("sipp")
    more = ["-tls_cert", certificate, "-tls_key", certificate] if kind == "l1" else []
    port = "5061" if kind == "l1" else "5060"
    process = place.start(["sipp", f"192.0.2.1:{port}", "-sn", "uac", "-max_socket", "1000", "-s", "echo", "-t", kind, "-m", "20", "-r", "10", "-i", address["client"],
                           "-nostdin", "-timeout", "50s", "-timeout_error", "-trace_err", "-error_file", str(keep / f"sipp-{kind}.errors"), *more],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={"TERM": "dumb", "PATH": "/usr/bin:/bin"})
    said, _ = process.communicate(timeout=60)
    errors = keep / f"sipp-{kind}.errors"
    assert process.returncode == 0, f"{said.decode()[-1500:]}\n{errors.read_text()[-2000:] if errors.exists() else ''}"
    pbx.wait_for_no_channels()
