"""Writes small compound files, the container of .doc, .xls and .ppt, for tests."""

import struct
from collections.abc import Mapping

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_MINI_CUTOFF = 4096


def compound_file(streams: Mapping[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file with these streams, each stretched to the size from which it has sectors of its own."""
    sectors: list[bytes] = []
    chain: list[int] = []

    def put(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        sectors.extend(pieces)
        chain.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    entries = [_entry("Root Entry", 5, _END, 0)]
    entries += [_entry(name, 1, 0, 0) for name in storages]
    for name, content in streams.items():
        whole = content.ljust(_MINI_CUTOFF, b"\0")
        entries.append(_entry(name, 2, put(whole), len(whole)))
    directory = put(b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0"))
    tables = 1
    while tables * 128 < len(sectors) + tables:
        tables += 1
    first_table = len(sectors)
    chain += [_TABLE] * tables
    chain += [_FREE] * (tables * 128 - len(chain))
    table = struct.pack(f"<{len(chain)}I", *chain)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, directory, 0, _MINI_CUTOFF, _END, 0, _END, 0)
    listed = [*range(first_table, first_table + tables)]
    header += struct.pack("<109I", *listed, *[_FREE] * (109 - tables))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    entry = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1) + b"\xff" * 12
    return entry.ljust(116, b"\0") + struct.pack("<IQ", first, size)
