"""Harvests of 300 articles, through faults and kills: every figure is there once, and the ledger is true."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from figway.harvest.campaign import run
from figway.harvest.ledger import Ledger
from harvests import plan
from services import Faults, Paper, Services, make_papers, serve


@pytest.fixture
def two_tries() -> Iterator[None]:
    """Ask twice, without waiting, so that much is left to later runs."""
    with stamina.set_testing(True, attempts=2, cap=True):
        yield


def check(library: Path, papers: list[Paper]) -> None:
    """Compare a library with what the services have: every figure once, none other, the ledger as the files are."""
    expected = {figid: (paper, name) for paper in papers for figid, name in paper.figids.items()}
    missing = {figid for figid, (paper, name) in expected.items() if name in paper.gone}
    images = {path.stem: path for path in (library / "images").iterdir()}
    assert len(images) == len(list((library / "images").iterdir())), "a figure is there in two files"
    assert set(images) == set(expected) - missing
    for figid, path in images.items():
        paper, name = expected[figid]
        assert path.read_bytes() == paper.pictures[name], figid
    with Ledger.read(library) as ledger:
        figures = {row["id"]: row for row in ledger.figures()}
        articles = {row["id"]: row for row in ledger.articles()}
        files = {row["path"]: row for row in ledger.files()}
        assert all(window["done"] for window in ledger.windows())
    assert {figid: row["state"] for figid, row in figures.items()} == {
        figid: "missing" if figid in missing else "done" for figid in expected
    }
    assert {figures[figid]["path"] for figid in images} == {f"images/{path.name}" for path in images.values()}
    assert {name: row["state"] for name, row in articles.items()} == {paper.pmcid: "done" for paper in papers}
    for paper in papers:
        row = articles[paper.pmcid]
        assert row["version"] == (str(paper.version) if paper.in_cloud else "0")
        assert bool(row["retracted"]) == (paper.retracted and paper.in_cloud)
        assert (library / row["path"]).read_bytes() == paper.xml
    there = {str(path.relative_to(library)) for kind in ("articles", "images") for path in (library / kind).rglob("*")}
    assert set(files) == {name for name in there if (library / name).is_file()}
    for name, row in files.items():
        data = (library / name).read_bytes()
        assert (row["size"], row["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.usefixtures("two_tries")
def test_300_articles_through_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = make_papers(300)
    with serve(Services(papers, Faults(chance=0.3, seed=5))) as services:
        for name, value in services.environment().items():
            monkeypatch.setenv(name, value)
        codes = []
        while not codes or (codes[-1] and len(codes) < 20):
            codes.append(run(tmp_path, plan(parallel=8)).exit_code)
    assert codes[-1] == 0
    assert len(codes) > 2, "nothing was left to a later run; the faults are too few to show anything"
    assert set(services.committed) == set(services.faults.kinds)
    check(tmp_path, papers)


def test_300_articles_killed_at_20_moments(tmp_path: Path) -> None:
    papers, dice = make_papers(300, seed=2), random.Random(3)
    command = [sys.executable, "-m", "figway", "harvest", "--since", "2026-01-01", "--until", "2026-03-31", "--quiet"]
    counts = []
    with serve(Services(papers)) as services:
        environment = os.environ | services.environment()
        for _ in range(20):
            enough = services.asked.total() + dice.randrange(1, 90)
            process = subprocess.Popen([*command, "--out", str(tmp_path)], env=environment)
            while services.asked.total() < enough and process.poll() is None:
                time.sleep(0.001)
            time.sleep(dice.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            process.wait()
            counts.append(_true_so_far(tmp_path, papers))
        assert counts == sorted(counts)
        assert len(set(counts)) > 10, "the kills came too late or too early to show anything"
        assert counts[-1] < len(papers), "the harvest had ended before the last kill"
        done = subprocess.run([*command, "--out", str(tmp_path)], env=environment, check=False)
    assert done.returncode == 0
    check(tmp_path, papers)


def _true_so_far(library: Path, papers: list[Paper]) -> int:
    """Check that each figure of which the ledger says so is there and right; give how many articles are done."""
    pictures = {figid: paper.pictures[name] for paper in papers for figid, name in paper.figids.items()}
    if not (library / "ledger.sqlite").exists():
        return 0
    with Ledger.open(library) as ledger:  # as the next run opens it
        for row in ledger.figures("done"):
            assert (library / row["path"]).read_bytes() == pictures[row["id"]]
        return len(ledger.articles("done"))


def test_a_harvest_that_is_terminated_goes_on(tmp_path: Path) -> None:
    papers = make_papers(60, seed=4)
    command = [sys.executable, "-m", "figway", "harvest", "--since", "2026-01-01", "--until", "2026-03-31"]
    with serve(Services(papers, Faults(chance=0.5, kinds=("slow",)))) as services:
        environment = os.environ | services.environment()
        process = subprocess.Popen([*command, "--out", str(tmp_path)], env=environment, stderr=subprocess.PIPE)
        while services.asked["cloud"] < 60:
            time.sleep(0.01)
        process.terminate()
        _, told = process.communicate(timeout=30)
        assert process.returncode == 130, told
        assert b"left; the same command goes on" in told
        assert 0 < _true_so_far(tmp_path, papers) < 60
        services.faults.chance = 0
        assert subprocess.run([*command, "--out", str(tmp_path), "-q"], env=environment, check=False).returncode == 0
    check(tmp_path, papers)
