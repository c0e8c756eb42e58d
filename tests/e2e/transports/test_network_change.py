# SPDX-License-Identifier: GPL-2.0-only
"""Our address from outside changes, as Asterisk's STUN monitor sees it: what was told to others is told anew."""
import socket
import struct
import threading

import pytest

from harness.setups import DRIVER, sip_conf

BINDING_RESPONSE = 0x0101
MAPPED_ADDRESS = 1


class StunServer:
    """Tells everybody that they come from `mapped`, an address and a port."""

    def __init__(self, place, address: str, mapped: tuple[str, int]):
        self.mapped = mapped
        self._socket = place.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, 3478))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        """Answers until the socket ends."""
        while True:
            try:
                request, source = self._socket.recvfrom(2048)
                address, port = self.mapped
                value = struct.pack(">BBH4s", 0, 1, port, socket.inet_aton(address))
                attribute = struct.pack(">HH", MAPPED_ADDRESS, len(value)) + value
                self._socket.sendto(struct.pack(">HH", BINDING_RESPONSE, len(attribute)) + request[4:20] + attribute, source)
            except OSError:
                return

    def close(self) -> None:
        """Ends it."""
        self._socket.close()


@pytest.mark.parametrize("wanted", ["yes", "no"])
def test_what_was_registered_is_registered_anew(asterisk, network, phone, wanted):
    """tp-7-1: subscribe_network_change_event."""
    place = network.place("phones")
    address, outside = place.address(), place.address()
    provider = phone("provider", address=address)
    provider.takers["REGISTER"] = lambda request: provider.respond(request, 200, headers={"Contact": f"{request['Contact']};expires=600"})
    stun = StunServer(place, outside, ("198.51.100.1", 5060))
    try:
        pbx = asterisk(files={
            "sip.conf": sip_conf(general=f"subscribe_network_change_event={wanted}\nregister => me:pw@{address}/echo"),
            "res_stun_monitor.conf": f"[general]\nstunaddr = {outside}\nstunrefresh = 1\n"}, modules=DRIVER + ("res_stun_monitor.so",))
        provider.expect_request("REGISTER", 1)
        pbx.log.wait("now seen as 198.51.100.1:5060")
        stun.mapped = ("198.51.100.2", 5060)
        pbx.log.wait("Old external address/port 198.51.100.1:5060 now seen as 198.51.100.2:5060")
        if wanted == "yes":
            again = provider.expect_request("REGISTER", 2)
            assert again["Call-ID"] == provider.requests("REGISTER")[0]["Call-ID"]
        else:
            for last in (3, 4):     # a renewal would come 1 s after the change
                stun.mapped = (f"198.51.100.{last}", 5060)
                pbx.log.wait(f"now seen as 198.51.100.{last}:5060")
            assert len(provider.requests("REGISTER")) == 1
        pbx.stop()
    finally:
        stun.close()
