"""Reads the container of .xls and .doc files and of encrypted ones: Microsoft's compound file, held in memory."""

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_CHAIN = 0xFFFFFFFA  # this value and those above it are marks, not sector numbers
_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5


class CompoundFileError(Exception):
    """The bytes begin like a compound file but its tables contradict each other."""


class CompoundFile:
    """The streams of a compound file held in memory.

    Raises:
        CompoundFileError: when the sector tables cannot be followed.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError) as problem:
            raise CompoundFileError from problem

    def _open(self) -> None:
        header = struct.unpack_from("<HH", self._data, 30)
        if header[0] not in (9, 12) or header[1] != 6:
            raise CompoundFileError
        self._sector_bytes, self._mini_bytes = 1 << header[0], 1 << header[1]
        first_directory, _, self._mini_cutoff, first_mini, _, first_table, _ = struct.unpack_from("<7I", self._data, 48)
        table_sectors = [s for s in struct.unpack_from("<109I", self._data, 76) if s < _END_OF_CHAIN]
        per_sector = self._sector_bytes // 4
        seen: set[int] = set()
        while first_table < _END_OF_CHAIN and first_table not in seen:
            seen.add(first_table)
            *more, first_table = struct.unpack(f"<{per_sector}I", self._sector(first_table))
            table_sectors.extend(s for s in more if s < _END_OF_CHAIN)
            if len(table_sectors) > len(self._data) // self._sector_bytes:
                raise CompoundFileError
        if len(set(table_sectors)) != len(table_sectors):
            raise CompoundFileError
        self._next: list[int] = []
        for sector in table_sectors:
            self._next.extend(struct.unpack(f"<{per_sector}I", self._sector(sector)))
        mini_table = self._chain(first_mini)
        self._mini_next = list(struct.unpack(f"<{len(mini_table) // 4}I", mini_table))
        self._entries: dict[str, tuple[int, int]] = {}
        self._mini_stream = b""
        directory = self._chain(first_directory)
        for start in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            self._add_entry(directory[start : start + _ENTRY_BYTES])

    def _add_entry(self, entry: bytes) -> None:
        (name_bytes,) = struct.unpack_from("<H", entry, 64)
        if not 2 <= name_bytes <= 64:
            return
        name = entry[: name_bytes - 2].decode("utf-16-le", "replace")
        first, size = struct.unpack_from("<II", entry, 116)
        if entry[66] == _ROOT:
            self._mini_stream = self._chain(first)[:size]
        self._entries[name] = (first, size if entry[66] == _STREAM else -1)

    def _sector(self, number: int) -> bytes:
        start = _HEADER_BYTES + number * self._sector_bytes
        if self._sector_bytes > _HEADER_BYTES:
            start = (number + 1) * self._sector_bytes
        sector = self._data[start : start + self._sector_bytes]
        return sector.ljust(self._sector_bytes, b"\0") if sector else self._beyond_end()

    def _beyond_end(self) -> bytes:
        raise CompoundFileError

    def _chain(self, first: int) -> bytes:
        parts: list[bytes] = []
        most = len(self._data) // self._sector_bytes + 1
        while first < _END_OF_CHAIN:
            if len(parts) > most:
                raise CompoundFileError
            parts.append(self._sector(first))
            first = self._next[first]
        return b"".join(parts)

    def names(self) -> frozenset[str]:
        """The names of all streams and folders."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream.

        Raises:
            KeyError: no entry of that name.
            CompoundFileError: its sectors cannot be followed.
        """
        first, size = self._entries[name]
        try:
            if size >= self._mini_cutoff:
                return self._chain(first)[:size]
            parts: list[bytes] = []
            while first < _END_OF_CHAIN and len(parts) * self._mini_bytes <= size:
                parts.append(self._mini_stream[first * self._mini_bytes : (first + 1) * self._mini_bytes])
                first = self._mini_next[first]
            return b"".join(parts)[: max(size, 0)]
        except IndexError as problem:
            raise CompoundFileError from problem
