# SPDX-License-Identifier: GPL-2.0-only
"""A phone that watches an extension of the oracle, turns a device, and prints what it is told.

    watch.py ACCEPT EVENT STATE...      subscribes, sets Custom:lamp to each state in turn, and prints each NOTIFY
"""
import re
import socket
import subprocess
import sys

SERVER, ME = ("127.0.0.1", 5060), ("127.0.0.1", 5080)


def turn(state: str) -> None:
    """Sets the device."""
    subprocess.run(["asterisk", "-C", "/tmp/oracle/etc/asterisk.conf", "-rx", f"devstate change Custom:lamp {state}"],
                   check=True, capture_output=True)


def main(accept: str, event: str, *states: str) -> None:
    """Watches."""
    turn("NOT_INUSE")
    wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    wire.bind(ME)
    wire.settimeout(5)
    wire.sendto((f"SUBSCRIBE sip:200@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKwatch;rport\r\n"
                 f"From: <sip:alice@pbx.example>;tag=theirs\r\nTo: <sip:200@pbx.example>\r\nCall-ID: watch@pbx.example\r\n"
                 f"CSeq: 1 SUBSCRIBE\r\nMax-Forwards: 70\r\nContact: <sip:alice@127.0.0.1:5080>\r\nEvent: {event}\r\n"
                 f"Accept: {accept}\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n").encode(), SERVER)
    left = list(states)
    while True:
        message = wire.recv(65536).decode()
        if not message.startswith("NOTIFY"):
            print(message.splitlines()[0])
            continue
        head, _, body = message.partition("\r\n\r\n")
        for line in head.split("\r\n"):
            if re.match(r"(Event|Content-Type|Subscription-State):", line):
                print(line)
        print(body)
        kept = [line for line in head.split("\r\n") if re.match(r"(Via|From|To|Call-ID|CSeq):", line)]
        wire.sendto(("SIP/2.0 200 OK\r\n" + "\r\n".join(kept) + "\r\nContent-Length: 0\r\n\r\n").encode(), SERVER)
        if not left:
            return
        print(f"-- {left[0]}")
        turn(left.pop(0))


main(*sys.argv[1:])
