# SPDX-License-Identifier: GPL-2.0-only
"""Digest authentication as a phone does it (RFC 2617, RFC 7616 with MD5 and SHA-256)."""
import hashlib
import re
import secrets

ALGORITHMS = {"": hashlib.md5, "MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def parse_challenge(value: str) -> dict[str, str]:
    """The fields of a WWW-Authenticate or Proxy-Authenticate value, without quotes, names in small letters."""
    scheme, _, rest = value.partition(" ")
    if scheme.lower() != "digest":
        raise ValueError(f"no digest: {value}")
    return {name.lower(): quoted if plain == "" else plain
            for name, quoted, plain in re.findall(r'(\w+)\s*=\s*(?:"([^"]*)"|([^",\s]+))', rest)}


def answer(challenge: str, method: str, uri: str, username: str, secret: str, count: int = 1) -> str:
    """The value of Authorization or Proxy-Authorization that answers a challenge."""
    asked = parse_challenge(challenge)
    algorithm = ALGORITHMS[asked.get("algorithm", "").upper()]

    def digest(*parts: str) -> str:
        return algorithm(":".join(parts).encode()).hexdigest()
    secret_part = digest(username, asked["realm"], secret)
    request_part = digest(method, uri)
    fields = [f'username="{username}"', f'realm="{asked["realm"]}"', f'nonce="{asked["nonce"]}"', f'uri="{uri}"']
    if "auth" in asked.get("qop", "").replace(" ", "").split(","):
        cnonce = secrets.token_hex(4)
        response = digest(secret_part, asked["nonce"], f"{count:08x}", cnonce, "auth", request_part)
        fields += ["qop=auth", f"nc={count:08x}", f'cnonce="{cnonce}"']
    else:
        response = digest(secret_part, asked["nonce"], request_part)
    fields.append(f'response="{response}"')
    if "algorithm" in asked:
        fields.append(f'algorithm={asked["algorithm"]}')
    if "opaque" in asked:
        fields.append(f'opaque="{asked["opaque"]}"')
    return "Digest " + ", ".join(fields)
