"""Send networks to a server that answers as NDEx v3 does, and compare with what NDEx's own client sends to it."""

from __future__ import annotations

import base64
import email
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from ndex2.client import Ndex2

from figway.export.ndex import Ndex, Sent
from figway.library import Library
from figway.network import build
from figways import run

USER, PASSWORD = "ann", "secret"


class Server(ThreadingHTTPServer):
    """Keep networks as NDEx does: who asks must be known, what is sent must be CX2."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.networks: dict[str, bytes] = {}
        self.asked: list[tuple[str, str, str, str]] = []
        self.busy = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self._take("")

    def do_PUT(self) -> None:
        self._take(self.path.rpartition("/")[2])

    def do_GET(self) -> None:
        uuid = self.path.partition("?")[0].rpartition("/")[2]
        data = self.server.networks.get(uuid)
        self._say(404 if data is None else 200, data or b"")

    def _take(self, uuid: str) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        message = email.message_from_bytes(b"Content-Type: " + self.headers["Content-Type"].encode() + b"\n\n" + body)
        (part,) = message.get_payload()  # type: ignore[misc]
        field = part.get_param("name", header="Content-Disposition")  # type: ignore[union-attr]
        kind = part.get_content_type()  # type: ignore[union-attr]
        self.server.asked.append((self.command, self.path, str(field), kind))
        if self.server.busy:
            self.server.busy -= 1
            return self._say(503, b"", ("Retry-After", "0"))
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            return self._say(401, b'{"message": "Invalid username or password."}')
        data: bytes = part.get_payload(decode=True)  # type: ignore[assignment, union-attr]
        if json.loads(data)[0]["CXVersion"] != "2.0":
            return self._say(400, b'{"message": "no CX2"}')
        if uuid and uuid not in self.server.networks:
            return self._say(404, b'{"message": "no such network"}')
        created = not uuid
        uuid = uuid or str(uuid4())
        self.server.networks[uuid] = data
        location = ("Location", f"{self.server.base}/v3/networks/{uuid}")
        return self._say(201, b"{}", location) if created else self._say(204, b"")

    def _say(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()


@pytest.fixture
def library(examples: Path, tmp_path: Path) -> Library:
    """Give a library of two figures."""
    made = Library.create(tmp_path / "library")
    for figid in Library.open(examples).figids()[:2]:
        made.record_path(figid).write_bytes(Library.open(examples).record_path(figid).read_bytes())
    return made


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NDEX_USER", USER)
    monkeypatch.setenv("NDEX_PASSWORD", PASSWORD)


@pytest.mark.usefixtures("account")
def test_networks_are_sent_once_and_then_changed(server: Server, library: Library, tmp_path: Path) -> None:
    asked = ("export", library.path, "--all", "--format", "cx2", "--ndex", server.base)
    done = run(*asked, "--json", "--out", tmp_path / "cx2")
    assert done.code == 0
    report = json.loads(done.out)
    uuids = {row["id"]: row["url"].rpartition("/")[2] for row in report["sent"]}
    assert set(uuids) == set(library.figids())
    assert server.networks == {u: (tmp_path / "cx2" / f"{f}.cx2").read_bytes() for f, u in uuids.items()}
    again = run(*asked, "--public")
    assert again.code == 0
    assert {line.split("\t")[0]: line.rpartition("/")[2] for line in again.out.splitlines()} == uuids
    assert [way for way, *_ in server.asked] == ["POST", "POST", "PUT", "PUT"]
    gone = next(iter(uuids.values()))
    del server.networks[gone]
    assert run(*asked).code == 0
    assert len(server.networks) == 2
    assert gone not in server.networks


def test_ndex_s_own_client_sends_the_same_and_reads_it(server: Server, library: Library, tmp_path: Path) -> None:
    record = next(iter(library))
    with Ndex(server.base, USER, PASSWORD, Sent(tmp_path / "sent.json")) as ours:
        from figway.export.job import Job  # the bytes that figway export writes
        from figway.export.registry import find

        job = Job(library, [record.figid], find("cx2"), None, send=ours.send)
        assert job.run() == 1
    theirs = Ndex2(host=server.base, username=USER, password=PASSWORD, skip_version_check=True)
    (data,) = server.networks.values()
    theirs.save_new_cx2_network(json.loads(data), visibility="PRIVATE")
    ours_asked, theirs_asked = server.asked
    assert ours_asked == theirs_asked == (
        "POST", "/v3/networks?visibility=PRIVATE", "CXNetworkStream", "application/octet-stream"
    )  # fmt: skip
    uuid = next(iter(server.networks))
    read = json.loads(theirs.get_network_as_cx2_stream(uuid).content)
    nodes = next(aspect["nodes"] for aspect in read if "nodes" in aspect)
    network = build(record)
    assert len(nodes) == len(network.nodes) + len(network.groups)


@pytest.mark.usefixtures("account")
def test_what_a_server_refuses_is_told(server: Server, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("export", library.path, library.figids()[0], "--format", "cx2", "--ndex")
    server.busy = 2
    assert run(*asked, server.base).code == 0
    server.busy = 9
    failed = run(*asked, server.base)
    assert (failed.code, "status 503" in failed.err) == (1, True)
    assert "no address" in run(*asked, "ftp://x").err
    assert "--format cx2" in run("export", library.path, "--all", "--format", "gpml", "--ndex", server.base).err
    assert "--out" in run("export", library.path, "--all", "--format", "cx2").err
    monkeypatch.setenv("NDEX_PASSWORD", "wrong")
    server.busy = 0
    refused = run(*asked, server.base)
    assert (refused.code, "refuses the account" in refused.err) == (2, True)
    assert "wrong" not in refused.err
    monkeypatch.delenv("NDEX_USER")
    assert "NDEX_USER" in run(*asked, server.base).err
    (library.path / "exports" / "ndex.json").write_text("[")
    assert "delete it" in run(*asked, server.base).err
