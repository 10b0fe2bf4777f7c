"""Ask servers for answers and files: tried again when that may help, resumed, checked, whole or not at all."""

from __future__ import annotations

import base64
import contextlib
import datetime
import email.utils
import hashlib
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import stamina

from figway.errors import AbsentError, RemoteError, UnreachableError

TIMEOUT = httpx2.Timeout(30.0, read=120.0)
ATTEMPTS = 6
LONGEST_SHOWN = 160
"""Characters of an address that an error shows."""
LONGEST_WAIT = 120.0
"""Seconds that a server's Retry-After is heeded for at most; what takes longer is left to the next run."""

_NO_SUCH_RANGE = 416
_PASSING = frozenset({_NO_SUCH_RANGE, 408, 425, 429, 500, 502, 503, 504})
_ABSENT = frozenset({403, 404, 410})  # S3 says 403 of what is not there to those who may not list
_SECRET = re.compile(r"(api_key=)[^&]+")
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")

logging.getLogger("stamina").addHandler(logging.NullHandler())  # a try that is made again is no news for users

Check = Callable[[Path], None]
"""Look at a file that came; raises PassingError where another one may be right, AbsentError where none will."""


class Fetched(NamedTuple):
    """Say where a file lies, how large it is, its hash, and whether it lay there already."""

    path: Path
    size: int
    sha256: str
    was_there: bool = False


class PassingError(Exception):
    """Signal an answer that is worth asking for again, after `wait` seconds where the server says so."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def ask(
    client: httpx2.Client,
    request: httpx2.Request,
    *,
    attempts: int = ATTEMPTS,
    before: Callable[[], None] = lambda: None,
    check: Callable[[bytes], None] = lambda body: None,
) -> bytes:
    """Give the body of an answer, whole; a passing trouble is waited out.

    `check` raises PassingError for an answer that is worth asking for again. Raises AbsentError where the server
    has no such thing, RemoteError for every other trouble.
    """
    with _told(str(request.url)):
        for attempt in _attempts(attempts):
            with attempt:
                before()
                answer = client.send(request)
                raise_for(answer)
                check(answer.content)
                return bytes(answer.content)
    raise AssertionError("stamina ends with a result or an error")  # pragma: no cover


def download(
    client: httpx2.Client,
    url: str,
    path: Path,
    *,
    md5: str = "",
    check: Check = lambda part: None,
    attempts: int = ATTEMPTS,
    before: Callable[[], None] = lambda: None,
) -> Fetched:
    """Fetch one file to a path, going on with what a broken connection left.

    The file is checked against `md5` and the size and hashes that the server states, and a web page in place of
    a file is refused; a file that fails is fetched anew. It is written under a temporary name and renamed when
    it is whole. `before` is called before each request. Raises AbsentError or RemoteError; no wrong file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_of(path)
    with _told(url):
        for attempt in _attempts(attempts):
            with attempt:
                before()
                headers = _append(client, url, part)
                _check(part, headers, md5, check)
    fetched = Fetched(path, part.stat().st_size, hash_of(part, "sha256"))
    part.replace(path)
    _tag_of(part).unlink(missing_ok=True)
    return fetched


def part_of(path: Path) -> Path:
    """Name the unfinished file of a path."""
    return path.with_name(f".{path.name}.part")


def hash_of(path: Path, algorithm: str) -> str:
    """Hash a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, algorithm).hexdigest()


def raise_for(answer: httpx2.Response) -> None:
    """Raise PassingError, AbsentError or RemoteError for an answer that is none."""
    status = answer.status_code
    if status in _PASSING:
        raise PassingError(f"status {status}", _retry_after(answer.headers.get("Retry-After", "")))
    if status in _ABSENT:
        raise AbsentError(f"status {status}")
    if not answer.is_success:
        raise RemoteError(f"status {status}")


def looks_like_page(start: bytes) -> bool:
    """Tell whether a file begins as a web page does.

    >>> looks_like_page(b"\\n<!DOCTYPE html><html>"), looks_like_page(b"\\x89PNG")
    (True, False)
    """
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)


def _attempts(attempts: int) -> Iterator[Any]:
    return iter(stamina.retry_context(on=_again, attempts=attempts, timeout=None, wait_initial=0.25, wait_max=30.0))


def _again(error: Exception) -> bool | float:
    """Tell whether another try may help, or after how many seconds."""
    if isinstance(error, PassingError):
        return True if error.wait is None else max(error.wait, 0.01)  # stamina takes 0 for no
    return isinstance(error, httpx2.TransportError)


@contextlib.contextmanager
def _told(url: str) -> Iterator[None]:
    """Turn what the retrying ends with into an error that names the address and says what came."""
    shown = _SECRET.sub(r"\1...", url)
    if len(shown) > LONGEST_SHOWN:
        shown = f"{shown[:LONGEST_SHOWN]}..."
    try:
        yield
    except UnreachableError:
        raise
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        raise UnreachableError(
            f"{urlsplit(url).netloc} cannot be reached ({error or type(error).__name__}). Is this machine online? "
            "A proxy is taken from HTTPS_PROXY."
        ) from error
    except AbsentError as error:
        raise AbsentError(f"{shown}: {error}") from error
    except (RemoteError, PassingError, httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise RemoteError(f"{shown}: {error or type(error).__name__}") from error


def _append(client: httpx2.Client, url: str, part: Path) -> httpx2.Headers:
    """Append to the part what it lacks, or begin anew where the file has changed since or cannot be resumed."""
    have = part.stat().st_size if part.is_file() else 0
    tag = _tag_of(part).read_text() if have and _tag_of(part).is_file() else ""
    headers = {"Accept-Encoding": "identity"}
    if have and tag:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == _NO_SUCH_RANGE:
            _discard(part)
        raise_for(answer)
        resumed = answer.status_code == httpx2.codes.PARTIAL_CONTENT
        _tag_of(part).write_text(_validator(answer.headers))
        with part.open("ab" if resumed else "wb") as stream:
            for chunk in answer.iter_raw():
                stream.write(chunk)
        expected = _whole_size(answer.headers)
        if expected is not None and part.stat().st_size < expected:
            raise PassingError(f"{part.stat().st_size} of {expected} bytes came")
        return answer.headers


def _check(part: Path, headers: httpx2.Headers, md5: str, check: Check) -> None:
    """Remove the part and raise where it is not what the server stated, or not what was asked for."""
    try:
        with part.open("rb") as stream:
            if looks_like_page(stream.read(512)):
                raise PassingError("a web page came in place of the file")
        expected = _whole_size(headers)
        if expected is not None and part.stat().st_size != expected:
            raise PassingError(f"{part.stat().st_size} bytes came, {expected} were stated")
        for name, value in [("md5", md5), *_stated_hashes(headers)]:
            if value and value != hash_of(part, name):
                raise PassingError(f"its {name} differs")
        check(part)
    except (PassingError, RemoteError):
        _discard(part)
        raise


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _tag_of(part).unlink(missing_ok=True)


def _validator(headers: httpx2.Headers) -> str:
    """Give what tells one version of a file from another: a strong ETag, or the date of its last change."""
    tag: str = headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("Last-Modified", "")


def _whole_size(headers: httpx2.Headers) -> int | None:
    stated = headers.get("Content-Range", "").rpartition("/")[2] or headers.get("Content-Length", "")
    return int(stated) if stated.isdigit() else None


def _stated_hashes(headers: httpx2.Headers) -> list[tuple[str, str]]:
    """Give the hashes that a server states: Google's and the standard headers, as (algorithm, hexadecimal)."""
    found = [("md5", headers.get("Content-MD5", ""))]
    for field in headers.get("x-goog-hash", "").split(","):
        name, _, value = field.strip().partition("=")
        found.append((name, value))
    for field in headers.get("Repr-Digest", "").split(","):
        name, _, value = field.strip().partition("=")
        found.append((name.replace("sha-", "sha"), value.strip(":")))
    return [
        (name, base64.b64decode(value).hex()) for name, value in found if value and name in ("md5", "sha256", "sha512")
    ]


def _retry_after(value: str) -> float | None:
    """Read a Retry-After header: seconds, or a date."""
    if value.strip().isdigit():
        seconds = float(value)
    else:
        try:
            until = email.utils.parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (until - datetime.datetime.now(datetime.UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _tag_of(part: Path) -> Path:
    return part.with_suffix(".etag")
