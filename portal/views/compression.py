"""Answers are sent compressed to browsers that ask for it; why so, and why not by the proxy: docs/adr/0006."""

from __future__ import annotations

import secrets
import zlib

from flask import Flask, Response, request

LEAST_BYTES = 1000
"""Smaller than this, an answer fits in one packet whichever way."""
LEVEL = 5
"""Level 9 saves one byte in a hundred more, and costs twice the time."""
TEXTS = ("text/", "image/svg", "application/json", "application/javascript")
MOST_PADDING = 64
WITH_A_NAME = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"
"""A gzip header without a date, which says that a file name follows (RFC 1952)."""


def init_app(app: Flask) -> None:
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress what is worth it; whether an answer was, differs by what the browser asked for."""
    if not _is_text(response):
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False  # A file of ours: it is small, and fits in memory.
    plain = response.get_data()
    if len(plain) >= LEAST_BYTES:
        _replace(response, gzip(plain))
    return response


def gzip(plain: bytes) -> bytes:
    """Compressed, and longer by a random bit, so that its length tells nobody what is in it (BREACH)."""
    name = b"x" * secrets.randbelow(MOST_PADDING)
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(plain) + packer.flush()
    tail = zlib.crc32(plain).to_bytes(4, "little") + (len(plain) & 0xFFFFFFFF).to_bytes(4, "little")
    return WITH_A_NAME + name + b"\0" + packed + tail


def _is_text(response: Response) -> bool:
    whole = response.status_code != 206 and (response.direct_passthrough or not response.is_streamed)
    return whole and (response.mimetype or "").startswith(TEXTS) and "Content-Encoding" not in response.headers


def _replace(response: Response, packed: bytes) -> None:
    tag, _weak = response.get_etag()
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    if tag:
        response.set_etag(tag, weak=True)  # The same page in other bytes.
