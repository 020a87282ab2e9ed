"""Pictures for the docs made small: a PNG of true colours becomes one of 256."""

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def smaller(png: bytes) -> bytes:
    """Write a picture with its most common 256 colours; rarer ones become the nearest of these."""
    pixels = _pixels(png)
    height, width, _ = pixels.shape
    flat = pixels.reshape(-1, 3).astype(np.int64) @ [65536, 256, 1]
    codes, place, count = np.unique(flat, return_inverse=True, return_counts=True)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    kept = np.argsort(-count)[:256]
    palette = colours[kept].astype(np.int32)
    gaps = ((colours[:, None, :].astype(np.int32) - palette[None]) ** 2).sum(axis=2)
    indices = gaps.argmin(axis=1)[place.ravel()].astype(np.uint8).reshape(height, width)
    rows = np.hstack([np.zeros((height, 1), np.uint8), indices])
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", palette.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        place += size + 12


def _pixels(png: bytes) -> NDArray[np.uint8]:
    """Undo the filters of a picture with three bytes for each pixel (PNG, section 9)."""
    chunks = list(_chunks(png))
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    assert (depth, colour) == (8, 2), "a picture of 8 bits for each of three colours"
    raw = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    rows = np.frombuffer(raw, np.uint8).reshape(height, 3 * width + 1)
    above = np.zeros(3 * width, np.int64)
    found = np.empty((height, 3 * width), np.uint8)
    for k in range(height):
        kind, row = int(rows[k, 0]), rows[k, 1:].astype(np.int64)
        if kind == 1:
            row = row.reshape(width, 3).cumsum(axis=0).ravel()
        elif kind == 2:
            row = row + above
        elif kind in (3, 4):
            row = _sequential(kind, row.tolist(), above.tolist())
        above = row & 0xFF
        found[k] = above
    return found.reshape(height, width, 3)


def _sequential(kind: int, row: list[int], above: list[int]) -> NDArray[np.int64]:
    """Undo the two filters in which a byte hangs on the one before it."""
    for n, byte in enumerate(row):
        left, corner = (row[n - 3], above[n - 3]) if n >= 3 else (0, 0)
        if kind == 3:
            guess = (left + above[n]) // 2
        else:
            guess = min((left, above[n], corner), key=lambda x: abs(left + above[n] - corner - x))
        row[n] = (byte + guess) & 0xFF
    return np.array(row, np.int64)
