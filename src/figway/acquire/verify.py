"""Recognise what came in place of a picture or an article: a web page, an error, nothing, half a file."""

from __future__ import annotations

import warnings
from pathlib import Path

from figway.download import PassingError, looks_like_page
from figway.errors import AbsentError

_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}
_TAIL = 1 << 16  # some programs write more behind the end
_XML = (b"<?xml", b"<article", b"<!doctype article", b"<pmc-articleset", b"<!--")


def check_picture(path: Path) -> None:
    """Look whether a file is a whole picture.

    Raises PassingError where another try may help, AbsentError where a server says in JSON that it has no such file.
    """
    from PIL import Image, UnidentifiedImageError

    start = _start(path)
    if start.startswith((b"{", b"[")):
        raise AbsentError(f"the server answered in place of a picture: {start[:120].decode('utf-8', 'replace')}")
    if start.startswith(b"<"):
        raise PassingError(f"an answer in XML came in place of a picture: {start[:120].decode('utf-8', 'replace')}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                if _ENDS.get(picture.format or "", b"") not in _end(path):
                    raise PassingError("a damaged picture: it has no end")
                picture.draft("RGB", (64, 64))  # JPEG: all bytes are gone through, few are turned to pixels
                picture.load()
    except UnidentifiedImageError as error:
        raise PassingError(f"no picture: it begins with {start[:16]!r}") from error
    except Image.DecompressionBombError:
        return  # as large as it says; whether it can be read is for the run to say
    except (OSError, SyntaxError, ValueError) as error:
        raise PassingError(f"a damaged picture: {error}") from error


def check_article(path: Path) -> None:
    """Look whether a file begins as an article's XML; raises PassingError."""
    start = _start(path)
    if looks_like_page(start):
        raise PassingError("a web page came in place of an article")
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_XML):
        raise PassingError(f"no article: it begins with {start[:60]!r}")


def _end(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return stream.read()


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        start = stream.read(512)
    if not start:
        raise PassingError("an empty file came")
    return start.lstrip() if start[:1].isspace() else start
