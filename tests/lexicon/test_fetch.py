"""Fetching: whole, resumed, refused."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import stamina

from figway.errors import LexiconError, UsageError
from figway.lexicon.catalogue import CATALOGUE
from figway.lexicon.fetch import fetch_all

DATA = b"hgnc_id\tsymbol\n" + b"HGNC:1\tA\n" * 5000
FILE = "hgnc_complete_set.txt"


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=6):
        yield


class Server:
    """Answer as a server does that knows ranges; `cuts` are the sizes after which a connection breaks."""

    def __init__(self, data: bytes = DATA, cuts: tuple[int, ...] = (), etag: str = '"v1"', **headers: str) -> None:
        self.data, self.cuts, self.etag, self.headers = data, list(cuts), etag, headers
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        headers = {"ETag": self.etag, **{name.replace("_", "-"): value for name, value in self.headers.items()}}
        if request.method == "HEAD":
            return httpx2.Response(200, headers={**headers, "Content-Length": str(len(self.data))})
        start, status = 0, 200
        if "Range" in request.headers and request.headers["If-Range"] == self.etag:
            start, status = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-")), 206
            headers["Content-Range"] = f"bytes {start}-{len(self.data) - 1}/{len(self.data)}"
        headers["Content-Length"] = str(len(self.data) - start)
        return httpx2.Response(
            status, headers=headers, stream=Body(self.data[start:], self.cuts.pop(0) if self.cuts else None)
        )


class Body(httpx2.SyncByteStream):
    def __init__(self, data: bytes, cut: int | None) -> None:
        self.data, self.cut = data, cut

    def __iter__(self) -> Iterator[bytes]:
        yield self.data[: self.cut]
        if self.cut is not None:
            raise httpx2.ReadError("connection lost")


def fetch(tmp_path: Path, server: object, **options: object) -> object:
    return fetch_all(tmp_path, only=["hgnc"], transport=httpx2.MockTransport(server), **options)[0]  # type: ignore[arg-type]


def test_a_file_comes_whole_and_under_its_name(tmp_path: Path) -> None:
    server = Server()
    result = fetch(tmp_path, server, contact="someone@example.org")
    assert result.path == tmp_path / FILE
    assert result.path.read_bytes() == DATA
    assert result.sha256 == hashlib.sha256(DATA).hexdigest()
    assert not result.was_there
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    agent = server.requests[0].headers["User-Agent"]
    assert agent.startswith("figway/")
    assert "someone@example.org" in agent


def test_a_cut_connection_goes_on_where_it_broke(tmp_path: Path) -> None:
    server = Server(cuts=(1000, 500))
    assert fetch(tmp_path, server).path.read_bytes() == DATA
    assert [request.headers.get("Range") for request in server.requests] == [None, "bytes=1000-", "bytes=1500-"]


def test_the_next_run_goes_on_with_what_the_last_one_left(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="Run the command again"):
        fetch(tmp_path, Server(cuts=(100,) * 6))
    assert not (tmp_path / FILE).exists()
    server = Server()
    assert fetch(tmp_path, server).path.read_bytes() == DATA
    assert server.requests[-1].headers["Range"] == "bytes=600-"


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path: Path) -> None:
    with pytest.raises(LexiconError):
        fetch(tmp_path, Server(cuts=(100,) * 6))
    newer = DATA.replace(b"\tA\n", b"\tB\n")
    assert fetch(tmp_path, Server(newer, etag='"v2"')).path.read_bytes() == newer


def test_a_whole_file_is_not_fetched_again(tmp_path: Path) -> None:
    fetch(tmp_path, Server())
    server = Server()
    assert fetch(tmp_path, server).was_there
    assert [request.method for request in server.requests] == ["HEAD"]


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>", b"\n <HTML><body>Service unavailable"])
def test_a_web_page_in_place_of_a_file_is_refused(tmp_path: Path, page: bytes) -> None:
    with pytest.raises(LexiconError, match="web page"):
        fetch(tmp_path, Server(page))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"x_goog_hash": "crc32c=AAAAAA==,md5=" + base64.b64encode(hashlib.md5(b"else").digest()).decode()},
        {"Repr_Digest": "sha-256=:" + base64.b64encode(hashlib.sha256(b"else").digest()).decode() + ":"},
    ],
)
def test_a_wrong_hash_is_refused_and_nothing_left(tmp_path: Path, headers: dict[str, str]) -> None:
    with pytest.raises(LexiconError, match="differs"):
        fetch(tmp_path, Server(**headers))
    assert list(tmp_path.iterdir()) == []


def test_a_right_hash_is_accepted(tmp_path: Path) -> None:
    stated = "md5=" + base64.b64encode(hashlib.md5(DATA).digest()).decode()
    assert fetch(tmp_path, Server(x_goog_hash=stated)).size == len(DATA)


def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    server, answers = Server(), [503, 429]

    def busy(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(answers.pop()) if answers else server(request)

    assert fetch(tmp_path, busy).path.read_bytes() == DATA


def test_a_missing_file_is_not_asked_for_again(tmp_path: Path) -> None:
    asked: list[httpx2.Request] = []

    def missing(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(404)

    with pytest.raises(LexiconError, match="404"):
        fetch(tmp_path, missing)
    assert len(asked) == 1


def test_the_newest_year_that_there_is_of_mesh_is_taken(tmp_path: Path) -> None:
    server = Server(b"\x1f\x8bpacked")
    asked: list[str] = []

    def mesh(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path.rsplit("/", 1)[-1])
        return httpx2.Response(404) if len(asked) == 1 else server(request)

    (result,) = fetch_all(tmp_path, only=["mesh"], transport=httpx2.MockTransport(mesh))
    years = [int(name.removeprefix("desc").removesuffix(".gz")) for name in asked[:3]]
    assert years == [years[0], years[0] - 1, years[0] - 2]
    assert result.path.name == f"desc{years[1]}.gz"
    assert result.path.read_bytes() == b"\x1f\x8bpacked"


def test_every_address_is_a_file_for_a_reader(tmp_path: Path) -> None:
    server = Server()
    results = fetch_all(tmp_path, transport=httpx2.MockTransport(server))
    assert {result.source for result in results} == set(CATALOGUE) - {"english"}
    for result in results:
        assert any(result.path in tmp_path.glob(form.pattern) for form in CATALOGUE[result.source].forms), result


def test_an_unknown_vocabulary_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There are: hgnc"):
        fetch_all(tmp_path, only=["hngc"])
