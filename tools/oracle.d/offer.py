# SPDX-License-Identifier: GPL-2.0-only
"""A phone that offers streams to an extension of the oracle, and prints what each offer is answered with.

    offer.py FROM EXTENSION LINE... [-- LINE...]...     an INVITE with these lines behind the session's, then re-INVITEs with those

A LINE is one of a description, without its end. Sound is sent nowhere and nothing is listened to.
"""
import re
import socket
import sys

SERVER, ME = ("127.0.0.1", 5060), ("127.0.0.1", 5080)


def main(user: str, extension: str, *lines: str) -> None:
    """Offers."""
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.bind(ME)
    wire.settimeout(10)
    to, target, number = f"<sip:{extension}@127.0.0.1>", f"sip:{extension}@127.0.0.1", 0

    def send(method: str, body: str = "") -> None:
        kind = "Content-Type: application/sdp\r\n" if body else ""
        wire.sendto((f"{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bK{method}{number};rport\r\n"
                     f"From: <sip:{user}@127.0.0.1>;tag=theirs\r\nTo: {to}\r\nCall-ID: offers@pbx.example\r\n"
                     f"CSeq: {number} {method}\r\nMax-Forwards: 70\r\nContact: <sip:{user}@127.0.0.1:5080>\r\n{kind}"
                     f"Content-Length: {len(body)}\r\n\r\n{body}").encode(), SERVER)

    offers = [part.split("\n") for part in "\n".join(lines).split("\n--\n")]
    for number, streams in enumerate(offers, 1):
        print("offered: " + " | ".join(streams))
        send("INVITE", "\r\n".join(["v=0", f"o=phone 1 {number} IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0",
                                    *streams, ""]))
        while True:
            answer = wire.recv(65536).decode()
            if not answer.startswith("SIP/2.0"):        # a request of theirs
                continue
            status = int(answer.split()[1])
            if status >= 200 and re.search(rf"(?m)^CSeq: {number} INVITE", answer):
                break
        head, _, body = answer.partition("\r\n\r\n")
        print(head.split("\r\n")[0])
        for line in body.splitlines():
            print("  " + re.sub(r"^(o=\S+) \d+ \d+", r"\1 <id> <version>", re.sub(r"^(m=\w+) [1-9]\d*", r"\1 <port>", line)))
        if status < 300:
            to = re.search(r"(?m)^To: ([^\r\n]+)", head)[1]
        send("ACK")
        if status >= 300 and number == 1:
            return
    number += 1
    send("BYE")


main(*sys.argv[1:])
