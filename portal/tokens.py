"""Signed links: a purpose, an age and one spelling each; random secrets and the hashes that are kept of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from itsdangerous import BadData, URLSafeTimedSerializer

SKEW_SECONDS = 120
"""How far the clocks of two machines may differ before a fresh link looks as if it came from the future."""


def sign(keys: Sequence[str], purpose: str, secret: str) -> str:
    """A link's token for ``secret``; ``keys`` are newest first, and the newest one signs."""
    signed: str | bytes = _serializer(keys, purpose).dumps(secret)
    return signed if isinstance(signed, str) else signed.decode()


def read(keys: Sequence[str], purpose: str, token: str, *, max_age_days: float, now: datetime) -> str | None:
    """The secret inside a token of this purpose; None when it is wrong, too old, or spelt in another way.

    Base64 lets several spellings decode to the same bytes; only the one that ``sign`` writes is accepted.
    """
    serializer = _serializer(keys, purpose)
    try:
        secret, signed_at = serializer.loads(token, return_timestamp=True)
    except (BadData, ValueError, RecursionError):
        return None
    age = (now - signed_at).total_seconds()
    if not isinstance(secret, str) or not -SKEW_SECONDS <= age <= max_age_days * 86_400:
        return None
    return secret if _canonical(token) else None


def _canonical(token: str) -> bool:
    return all(_one_spelling(part) for part in token.split("."))


def _one_spelling(part: str) -> bool:
    """Whether the unused bits at the end of an unpadded base64 part are zero, as an encoder leaves them."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spare = {0: 0, 2: 4, 3: 2}.get(len(part) % 4)
    if spare is None or any(letter not in alphabet for letter in part):
        return part == "" and spare == 0
    return spare == 0 or alphabet.index(part[-1]) % (1 << spare) == 0


def _serializer(keys: Sequence[str], purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        list(reversed(keys)), salt=f"portal.{purpose}", signer_kwargs={"digest_method": hashlib.sha256}
    )


def pseudonym(keys: Sequence[str], purpose: str, name: str) -> str:
    """A word for an address that says nothing of what it stands for, and that nobody can make up."""
    return hmac.new(keys[0].encode(), f"portal.{purpose}:{name}".encode(), hashlib.sha256).hexdigest()[:20]


def random_token() -> str:
    """256 random bits for a cookie or a link, URL-safe."""
    return secrets.token_urlsafe(32)


def random_key() -> str:
    """128 random bits as 32 hexadecimal characters: submission keys, follow keys."""
    return secrets.token_hex(16)


def fingerprint(token: str) -> str:
    """What is stored of a random token, so that a copied database opens nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
