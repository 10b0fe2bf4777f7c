"""Measure how soon a browser paints the results of a query for many genes: `python benchmarks/painting.py LIBRARY`.

LIBRARY has a store, as `python benchmarks/store.py --keep LIBRARY` makes one of 110,000 figures. Headless Chromium opens
the page anew each time, after one of plain text (`plain_page_ms`, which tells how fast the machine is at the time); times are
those that the browser tells, from asking to painting.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

from figway.serve.app import create_app
from figway.serve.site import Settings
from figway.store import explore, open_store

_PAINT = """() => new Promise((done) => {
  const told = () => performance.getEntriesByName("first-contentful-paint")[0];
  const tell = () => (told() ? done([told().startTime, performance.getEntriesByType("navigation")[0].responseEnd]) : setTimeout(tell, 10));
  tell();
})"""


def main() -> None:
    """Serve the library, ask, and print what the browser says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--genes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    names = [name for name, _ in explore.top(open_store(args.library), "gene", 4 * args.genes)][::4][: args.genes]
    query = quote(" OR ".join(f'gene:"{name}"' for name in names))
    rows = [_painted(address, query) for address in _served(args.library) for _ in range(args.rounds)]
    first, *later = rows
    said = {
        "genes": len(names), "first_visit_ms": round(first[0]), "paint_ms": round(statistics.median(r[0] for r in later)),
        "answer_ms": round(statistics.median(r[1] for r in later)),
        "plain_page_ms": round(statistics.median(r[2] for r in later)), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    print(json.dumps(said) if args.json else "  ".join(f"{name} {value}" for name, value in said.items()))


def _served(library: Path) -> list[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(create_app(Settings(library)), port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return [f"http://127.0.0.1:{port}"]


def _painted(address: str, query: str) -> tuple[float, float, float]:
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/about", wait_until="commit")
        plain, _ = page.evaluate(_PAINT)
        page.goto(f"{address}/search?q={query}", wait_until="commit")
        paint, answer = page.evaluate(_PAINT)
        browser.close()
    return float(paint), float(answer), float(plain)


if __name__ == "__main__":
    main()
