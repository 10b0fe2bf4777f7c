"""Asking servers: waited out, told apart, checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import stamina

from figway.download import ask, download, part_of
from figway.errors import AbsentError, RemoteError

URL = "https://example.org/a?api_key=secret&x=1"


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


class Answers:
    """Give one answer after the other, the last one for ever."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=httpx2.ByteStream(answer.content))

    def client(self) -> httpx2.Client:
        return httpx2.Client(transport=httpx2.MockTransport(self))


def body(answers: Answers) -> bytes:
    client = answers.client()
    return ask(client, client.build_request("GET", URL))


@pytest.mark.parametrize(
    "trouble", [httpx2.Response(429), httpx2.Response(503), httpx2.ConnectError("refused"), httpx2.ReadTimeout("")]
)
def test_a_passing_trouble_is_waited_out(trouble: httpx2.Response | Exception) -> None:
    assert body(Answers(trouble, httpx2.Response(200, content=b"here"))) == b"here"


def test_what_does_not_pass_is_an_error_that_keeps_the_key_to_itself() -> None:
    answers = Answers(httpx2.Response(500))
    with pytest.raises(RemoteError, match=r"https://example\.org/a\?api_key=\.\.\.&x=1: status 500"):
        body(answers)
    assert answers.asked == 3


@pytest.mark.parametrize("status", [403, 404, 410])
def test_what_is_not_there_is_asked_for_once(status: int) -> None:
    answers = Answers(httpx2.Response(status))
    with pytest.raises(AbsentError):
        body(answers)
    assert answers.asked == 1


@pytest.mark.parametrize(("header", "least", "most"), [("0", 0, 0.1), ("1", 0.9, 3), ("soon", 0, 3)])
def test_the_wait_that_a_server_names_is_kept(header: str, least: float, most: float) -> None:
    import time

    answers = Answers(httpx2.Response(429, headers={"Retry-After": header}), httpx2.Response(200, content=b"here"))
    with stamina.set_testing(False):
        before = time.monotonic()
        assert body(answers) == b"here"
    assert least <= time.monotonic() - before <= most


def test_a_wrong_file_is_fetched_anew_and_none_stays(tmp_path: Path) -> None:
    right, wrong = httpx2.Response(200, content=b"right"), httpx2.Response(200, content=b"wrong")
    md5 = hashlib.md5(b"right").hexdigest()
    got = download(Answers(wrong, right).client(), URL, tmp_path / "a.jpg", md5=md5)
    assert got.path.read_bytes() == b"right"
    assert got.sha256 == hashlib.sha256(b"right").hexdigest()
    with pytest.raises(RemoteError, match="md5 differs"):
        download(Answers(wrong).client(), URL, tmp_path / "b.jpg", md5=md5)
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_the_part_has_a_name_that_a_sweep_knows(tmp_path: Path) -> None:
    assert part_of(tmp_path / "a.jpg").name == ".a.jpg.part"
