"""Open the files that publishers give out: plain or gzipped, as text lines, tables or XML records."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, cast
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from figway.errors import LexiconError

_CHUNK = 1 << 20


def open_binary(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked where it is gzipped (told by its first bytes, not its name)."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def open_text(path: Path) -> IO[str]:
    """Open a UTF-8 file for reading, unpacked where it is gzipped."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    if packed:
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def read_table(path: Path, required: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """Go through the rows of a tab-separated table with a header, as dicts; `#` before the header is dropped.

    Comment lines before the header are passed over. Raises LexiconError where a required column is missing.
    """
    with open_text(path) as stream:
        lines = (line.rstrip("\r\n") for line in stream)
        header = _find_header(lines, required)
        names = [name.strip('"') for name in header.removeprefix("#").split("\t")]
        if missing := [name for name in required if name not in names]:
            raise LexiconError(f"{path} has no column {', '.join(missing)}: is it another file, or an error page?")
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row:
                yield dict(zip(names, row, strict=False))


def _find_header(lines: Iterator[str], required: tuple[str, ...]) -> str:
    """Give the header: the first line with a required column, else the first that is no comment."""
    for line in lines:
        if not line.startswith("#") or (required and required[0] in line.removeprefix("#").split("\t")):
            return line
    return ""


def read_records(stream: BinaryIO, tag: str) -> Iterator[Element]:
    """Go through an XML document's elements of one name, holding one in memory at a time.

    No external entity or DTD is read; a document that declares entities of its own is refused, so a small
    file cannot grow to fill the memory. Raises LexiconError for that and for XML that is not well-formed.
    """
    done: list[Element] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    builder: TreeBuilder | None = None
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal builder, depth
        if name == tag and builder is None:
            builder, depth = TreeBuilder(), 0
        if builder is not None:
            builder.start(name, attributes)
            depth += 1

    def end(name: str) -> None:
        nonlocal builder, depth
        if builder is not None:
            builder.end(name)
            depth -= 1
            if depth == 0:
                done.append(builder.close())
                builder = None

    def data(text: str) -> None:
        if builder is not None:
            builder.data(text)

    def refuse(*_: object) -> None:
        raise LexiconError("the XML declares entities of its own, which no published file does; it is not read")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.EntityDeclHandler = refuse
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from done
            done.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise LexiconError(f"the XML is damaged or cut off: {error}") from error
    yield from done


def split(text: str | None, separator: str) -> tuple[str, ...]:
    """Split a field of several values, dropping blanks, quotes around it and doubles."""
    if not text:
        return ()
    parts = (part.strip() for part in text.strip('"').split(separator))
    return tuple(dict.fromkeys(part for part in parts if part and part != "-"))
