"""Let many people use a served library at once: how long each kind of page takes them, and what it costs the server.

    python benchmarks/serving.py LIBRARY|STORE|ADDRESS [--users N] [--requests N] [--pause S] [--workers N] [--json]

Starts `figway serve` and lets --users people ask for one kind of page after the other, --requests times in all, each
waiting --pause seconds on average between two (0: each asks again at once). No two requests are the same. Prints
the median and 95th percentile of the wall-clock time until the whole page is there, which tells little where other work
shares the processors, and the CPU time of the server, its workers and its database for each request, which does.
Draw a library with `store.py --keep FOLDER` (--to ADDRESS for PostgreSQL). Needs figway[serve,fetch].
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx2
import numpy as np

import processes
from drawing import genes
from figway.lexicon import Lexicon
from figway.store import open_store
from figway.store.place import is_address
from store import Database, draw_queries

_START_S = 120
_WARM = 12


@dataclass(frozen=True, slots=True)
class Ask:
    """Hold a request: an address, and what is posted to it."""

    path: str
    body: dict[str, object] | None = None


@contextlib.contextmanager
def served(library: str, workers: int) -> Iterator[tuple[str, int]]:
    """Run `figway serve`; give its address and process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "figway", "serve", library, "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command)
    try:
        yield f"http://localhost:{port}", process.pid
    finally:
        process.terminate()
        process.wait(30)


def draw(library: str, requests: int, seed: int = 9) -> dict[str, list[Ask]]:
    """Draw what is asked for, of each kind of page."""
    rng = np.random.default_rng(seed)
    lexicon = Lexicon.load()
    symbols = [name.word for name in genes(lexicon)]
    with contextlib.closing(open_store(library)) as store:
        figids = [row[0] for row in store.reader.rows("SELECT figid FROM figure")]

    def some(count: int) -> list[str]:
        """Give genes, the commoner ones more often."""
        weights = 1 / np.arange(10, len(symbols) + 10) ** 0.8
        return list(rng.choice(symbols, count, replace=False, p=weights / weights.sum()))

    queries = draw_queries(lexicon, requests // 18 + 1)
    searches = [f"/search?q={quote(text)}" for texts in queries.values() for text in texts]
    asks: dict[str, Callable[[int], Ask]] = {
        "search": lambda n: Ask(searches[n]),
        "figure page": lambda n: Ask(f"/figures/{quote(figids[int(rng.integers(len(figids)))])}.html"),
        "enrichment, 300 genes": lambda n: Ask("/api/v1/enrich", {"query": "\n".join(some(300))}),
        "search of 200 genes": lambda n: Ask("/search?q=" + quote(" OR ".join(f"gene:{s}" for s in some(200)))),
        "enrichment page, 200 genes": lambda n: Ask("/enrich?genes=" + quote(",".join(some(200)))),
    }
    rng.shuffle(searches)
    return {kind: [make(n) for n in range(requests)] for kind, make in asks.items()}


async def use(base: str, asks: list[Ask], users: int, pause: float) -> tuple[list[float], int]:
    """Let people ask; give the milliseconds that each request took, and how many failed."""
    waiting = iter(asks)
    rng = np.random.default_rng(3)
    times: list[float] = []
    failed = 0

    async def person(client: httpx2.AsyncClient) -> None:
        nonlocal failed
        await asyncio.sleep(rng.random() * pause)
        for ask in waiting:
            start = time.perf_counter()
            answer = await (client.post(ask.path, json=ask.body) if ask.body else client.get(ask.path))
            times.append(1000 * (time.perf_counter() - start))
            failed += answer.status_code != 200
            await asyncio.sleep(rng.exponential(pause))

    limits = httpx2.Limits(max_connections=users)
    async with httpx2.AsyncClient(
        base_url=base, limits=limits, timeout=120, headers={"accept-encoding": "gzip"}
    ) as client:
        await asyncio.gather(*(person(client) for _ in range(users)))
    return times, failed


def wait_for(base: str) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        with contextlib.suppress(httpx2.HTTPError):
            if httpx2.get(f"{base}/api/v1/stats", timeout=_START_S).status_code == 200:
                return
        time.sleep(0.2)
    raise SystemExit(f"the server did not answer within {_START_S} s")


def measure(library: str, requests: int, users: int, pause: float, workers: int) -> dict[str, dict[str, float]]:
    """Measure every kind of page."""
    drawn = draw(library, requests + _WARM * workers)
    database = Database(library) if is_address(library) else None
    found: dict[str, dict[str, float]] = {}
    with served(library, workers) as (base, pid):
        wait_for(base)
        for kind, asks in drawn.items():
            asyncio.run(use(base, asks[requests:], users, 0))
            cpu, other, start = processes.cpu_s(pid), database.cpu_s() if database else 0.0, time.perf_counter()
            times, failed = asyncio.run(use(base, asks[:requests], users, pause))
            found[kind] = {
                "p50_ms": float(np.percentile(times, 50)), "p95_ms": float(np.percentile(times, 95)),
                "server_cpu_ms": 1000 * (processes.cpu_s(pid) - cpu) / requests,
                "database_cpu_ms": 1000 * (database.cpu_s() - other) / requests if database else 0.0,
                "requests_a_s": requests / (time.perf_counter() - start), "failed": failed,
            }  # fmt: skip
        found["server"] = {"memory_mb": processes.memory_mb(pid)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--requests", type=int, default=360)
    parser.add_argument("--pause", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure(arguments.library, arguments.requests, arguments.users, arguments.pause, arguments.workers)
    if arguments.json:
        print(json.dumps(found, indent=1))
        return
    print(f"server\t{found.pop('server')['memory_mb']:.0f} MB\n")
    print("page\tp50 ms\tp95 ms\tserver CPU ms\tdatabase CPU ms\trequests/s\tfailed")
    names = ("p50_ms", "p95_ms", "server_cpu_ms", "database_cpu_ms", "requests_a_s")
    for kind, row in found.items():
        print(kind, *(f"{row[name]:.1f}" for name in names), f"{row['failed']:.0f}", sep="\t")


if __name__ == "__main__":
    main()
