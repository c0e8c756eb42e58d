# SPDX-License-Identifier: GPL-2.0-only
"""Sound: G.711, tones, and how much of a sound is a given tone."""
import array
import math
import pathlib
import struct
import wave

RATE = 8000         # samples a second


def _ulaw_value(code: int) -> int:
    """The linear value of a mu-law octet (ITU-T G.711)."""
    code = ~code & 0xFF
    magnitude = ((((code & 0x0F) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84
    return -magnitude if code & 0x80 else magnitude


def _alaw_value(code: int) -> int:
    """The linear value of an A-law octet (ITU-T G.711)."""
    code ^= 0x55
    exponent, mantissa = (code >> 4) & 7, code & 0x0F
    magnitude = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
    return magnitude if code & 0x80 else -magnitude


DECODED = {0: [_ulaw_value(code) for code in range(256)], 8: [_alaw_value(code) for code in range(256)]}


def _encoder(values: list[int]) -> bytes:
    """For each 16-bit sample divided by 16 (4096 steps), the octet whose value is nearest."""
    order = sorted(range(256), key=lambda code: values[code])
    table, nearest = bytearray(4096), 0
    for step in range(4096):
        sample = (step - 2048) * 16
        while nearest < 255 and abs(values[order[nearest + 1]] - sample) <= abs(values[order[nearest]] - sample):
            nearest += 1
        table[step] = order[nearest]
    return bytes(table)


_ENCODERS = {payload: _encoder(values) for payload, values in DECODED.items()}


def encode(samples: list[int], payload: int) -> bytes:
    """G.711 of 16-bit samples: payload 0 is mu-law, 8 is A-law."""
    table = _ENCODERS[payload]
    return bytes(table[max(0, min(4095, (sample >> 4) + 2048))] for sample in samples)


def decode(data: bytes, payload: int) -> list[int]:
    """16-bit samples of G.711."""
    table = DECODED[payload]
    return [table[code] for code in data]


ROWS, COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
KEYS = "123A456B789C*0#D"


def key(digit: str, count: int, start: int = 0) -> list[int]:
    """`count` samples of a key's two tones (ITU-T Q.23), as if they had begun `start` samples ago."""
    place = KEYS.index(digit)
    return [low + high for low, high in zip(tone(ROWS[place // 4], count, start, 6000), tone(COLUMNS[place % 4], count, start, 6000))]


def tone(frequency: float, count: int, start: int = 0, level: float = 8000) -> list[int]:
    """`count` samples of a sine, as if it had begun `start` samples ago."""
    return [round(level * math.sin(2 * math.pi * frequency * (start + index) / RATE)) for index in range(count)]


def share(samples: list[int], frequency: float, rate: int = RATE) -> float:
    """Which part of the energy of a short piece of sound lies at a frequency, 0 to 1; silence has none."""
    energy = sum(sample * sample for sample in samples)
    if energy == 0:
        return 0.0
    step = 2 * math.pi * frequency / rate
    real = sum(sample * math.cos(step * index) for index, sample in enumerate(samples))
    imaginary = sum(sample * math.sin(step * index) for index, sample in enumerate(samples))
    return min(1.0, 2 * (real * real + imaginary * imaginary) / (len(samples) * energy))


def seconds_of(samples: list[int], frequency: float, rate: int = RATE, least: float = 0.9) -> float:
    """How many seconds of a sound have at least `least` of their energy at a frequency, in pieces of a tenth of a second
    that are louder than a whisper."""
    piece = rate // 10
    heard = 0
    for start in range(0, len(samples) - piece + 1, piece):
        part = samples[start:start + piece]
        if sum(sample * sample for sample in part) / piece > 100 ** 2 and share(part, frequency, rate) >= least:
            heard += 1
    return heard / 10


def read_wave(path: pathlib.Path) -> tuple[list[int], int]:
    """Samples of the first channel of a 16-bit file, and its rate; also of one whose header was never completed."""
    data = path.read_bytes()
    channels, rate = struct.unpack_from("<HI", data, 22)
    width, = struct.unpack_from("<H", data, 34)
    if width != 16:
        raise ValueError(f"{path} has samples of {width} bits")
    start = data.index(b"data") + 8         # to the end: its size may not be written yet
    samples = array.array("h", data[start:start + (len(data) - start) // (2 * channels) * 2 * channels])
    return list(samples[::channels]), rate


def write_wave(path: pathlib.Path, frequency: float, seconds: int, rate: int = 48000) -> None:
    """Writes a file with a tone, 16 bits, one channel."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(struct.pack(f"<{seconds * rate}h", *(int(8000 * math.sin(2 * math.pi * frequency * i / rate))
                                                             for i in range(seconds * rate))))
