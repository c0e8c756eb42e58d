# SPDX-License-Identifier: GPL-2.0-only
"""Pages for faxes, as TIFF files: made, and read back bit by bit, so that what arrived can be compared with what was sent."""
import pathlib
import random
import struct
import subprocess

WIDTH = 1728            # dots of a line, as every fax has
OCTETS = WIDTH // 8
MIRROR = bytes(int(f"{octet:08b}"[::-1], 2) for octet in range(256))    # octets with their bits the other way round
RESOLUTION = (204, 196) # dots an inch, across and down: fine


def page(number: int, lines: int = 1100) -> bytes:
    """A page of bars that no other page has; a set bit is black. Between the bars it is white, as paper is."""
    chance = random.Random(number)
    rows = []
    while len(rows) < lines:
        bars = bytearray(OCTETS)
        for _ in range(6):
            begin, length = chance.randrange(OCTETS - 12), chance.randrange(1, 10)
            bars[begin:begin + length] = bytes([chance.choice((0xFF, 0xF0, 0x3C))]) * length
        rows += [bytes(bars)] * chance.randrange(8, 24) + [bytes(OCTETS)] * chance.randrange(4, 30)
    return b"".join(rows[:lines])


def write(path: pathlib.Path, pages: list[bytes]) -> None:
    """A TIFF file with these pages, compressed as faxes are (ITU-T T.4)."""
    plain = path.with_suffix(".plain.tif")
    plain.write_bytes(_plain_tiff(pages))
    subprocess.run(["tiffcp", "-c", "g3", "-r", str(len(pages[0]) // OCTETS), str(plain), str(path)], check=True, capture_output=True)
    plain.unlink()


def read(path: pathlib.Path) -> list[bytes]:
    """The pages of a TIFF file, as `page` makes them."""
    plain = path.with_suffix(".read.tif")
    subprocess.run(["tiffcp", "-c", "none", "-r", "100000", str(path), str(plain)], check=True, capture_output=True)
    data = plain.read_bytes()
    plain.unlink()
    order = "<" if data[:2] == b"II" else ">"
    (where,), pages = struct.unpack_from(order + "I", data, 4), []
    while where:
        tags, where = _directory(data, where, order)
        width, lines = tags[256][0], tags[257][0]
        assert width == WIDTH, f"a page {width} dots wide"
        bits = b"".join(data[begin:begin + length] for begin, length in zip(tags[273], tags[279], strict=True))
        if tags.get(266, [1])[0] == 2:     # the first dot is the lowest bit
            bits = bits.translate(MIRROR)
        black_is_one = tags.get(262, [0])[0] == 0
        pages.append((bits if black_is_one else bytes(octet ^ 0xFF for octet in bits))[:lines * OCTETS])
    return pages


def _directory(data: bytes, where: int, order: str) -> tuple[dict[int, list[int]], int]:
    """A directory of a TIFF file: its numbers by tag, and where the next one is."""
    (count,) = struct.unpack_from(order + "H", data, where)
    tags: dict[int, list[int]] = {}
    for index in range(count):
        tag, kind, number = struct.unpack_from(order + "HHI", data, where + 2 + 12 * index)
        if kind not in (3, 4):      # short or long
            continue
        letter, size = ("H", 2) if kind == 3 else ("I", 4)
        place = where + 2 + 12 * index + 8
        if number * size > 4:
            (place,) = struct.unpack_from(order + "I", data, place)
        tags[tag] = list(struct.unpack_from(f"{order}{number}{letter}", data, place))
    return tags, struct.unpack_from(order + "I", data, where + 2 + 12 * count)[0]


def _plain_tiff(pages: list[bytes]) -> bytes:
    """A TIFF file without compression."""
    data = bytearray(b"II*\0\0\0\0\0")
    link = 4
    for number, bits in enumerate(pages):
        strip = len(data)
        data += bits + b"\0" * (len(bits) % 2)
        ratios = len(data)
        data += struct.pack("<IIII", RESOLUTION[0], 1, RESOLUTION[1], 1)
        directory = len(data)
        struct.pack_into("<I", data, link, directory)
        lines = len(bits) // OCTETS
        entries = [(254, 4, 1, 2), (256, 3, 1, WIDTH), (257, 3, 1, lines), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 0),
                   (273, 4, 1, strip), (277, 3, 1, 1), (278, 4, 1, lines), (279, 4, 1, len(bits)), (282, 5, 1, ratios),
                   (283, 5, 1, ratios + 8), (296, 3, 1, 2), (297, 3, 2, number | len(pages) << 16)]
        data += struct.pack("<H", len(entries))
        for tag, kind, count, value in entries:
            data += struct.pack("<HHII", tag, kind, count, value)
        link = len(data)
        data += struct.pack("<I", 0)
    return bytes(data)
