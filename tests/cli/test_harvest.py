"""`figway harvest` and `figway fetch`, as people use them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from figways import Ran, run, run_process
from services import Paper, Services, make_papers, serve

SINCE = ("--since", "2026-01-01", "--until", "2026-03-31")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with serve(Services(make_papers(12))) as running, stamina.set_testing(True, attempts=2, cap=True):
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def paper_of(services: Services, figures: int = 2) -> Paper:
    return next(p for p in services.papers.values() if len(p.figids) >= figures and p.in_cloud and not p.gone)


def harvest(*arguments: object) -> Ran:
    return run("harvest", *arguments)


def test_a_harvest_tells_what_it_found(services: Services, tmp_path: Path) -> None:
    done = harvest(*SINCE, "--out", tmp_path, "--json")
    facts = json.loads(done.out)
    assert done.code == 0
    assert facts["found"] == {"windows": 3, "articles": 12, "new": 12}
    assert facts["ledger"]["articles"] == {"done": {"": 12}}
    assert "12 fetched" in done.err
    assert f"figway run --out {tmp_path}" in done.err
    assert harvest(*SINCE, "--out", tmp_path, "--quiet").err == ""


def test_the_status_needs_no_service(services: Services, tmp_path: Path) -> None:
    harvest(*SINCE, "--out", tmp_path)
    services.asked.clear()
    told = harvest("--out", tmp_path, "--status")
    assert told.code == 0
    assert "windows   3 searched, 3 with nothing left to do" in told.out
    assert json.loads(harvest("--out", tmp_path, "--status", "--json").out)["windows"] == {"searched": 3, "done": 3}
    assert services.asked.total() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Give --since"),
        (("--since", "2026"), "expected a day as YYYY-MM-DD or 'last'"),
        (("--since", "2026-03-01", "--until", "2026-02-01"), "is after --until"),
        (("--since", "last"), "not searched before"),
        ((*SINCE, "--query", "a", "--phrase", "b"), "cannot go together"),
        (("--query", "a"), "from which day on?"),
        ((*SINCE, "--licence", "cc-bx"), "no such licence"),
        ((*SINCE, "--email", "you"), "expected an address"),
        ((*SINCE, "--caption", "("), "no regular expression"),
        ((*SINCE, "--keep", "nothing.txt"), "no such file, and no article or figure"),
        (("--status",), "has no ledger"),
        ((*SINCE, "--query", '"a"[Nonsense]'), "no search field 'Nonsense'"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    services: Services, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = harvest(*arguments, "--out", tmp_path / "library")
    assert done.code == 2
    assert said in done.err
    assert done.err.count("\n") == 1


def test_the_librarys_own_lists_are_read(services: Services, tmp_path: Path) -> None:
    paper = paper_of(services)
    first = next(iter(paper.figids))
    (tmp_path / "exclude.txt").write_text(f"figid\treason\n# not these\n{first}.jpg\tblurred\n\n")
    harvest(*SINCE, "--out", tmp_path)
    there = {path.stem for path in (tmp_path / "images").iterdir()}
    assert set(paper.figids) - there == {first}
    (tmp_path / "exclude.txt").write_text("figure 2\n")
    done = harvest(*SINCE, "--out", tmp_path)
    assert (done.code, "exclude.txt, line 1" in done.err) == (2, True)


def test_a_service_that_is_down_is_told(services: Services, tmp_path: Path) -> None:
    services.faults.chance, services.faults.kinds = 1.0, ("503",)
    done = harvest(*SINCE, "--out", tmp_path)
    assert done.code == 1
    assert "not searched whole, the next run tries again: 2026-01-01..2026-01-31" in done.err


NOWHERE = "http://127.0.0.1:9"


def test_no_network_is_told_once_and_ends_it(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in services.environment():
        monkeypatch.setenv(name, f"{NOWHERE}/x")
    done = harvest(*SINCE, "--out", tmp_path)
    first, second = done.err.splitlines()
    assert (done.code, "127.0.0.1:9 cannot be reached" in first, "Is this machine online?" in first) == (2, True, True)
    assert "2026-01-01..2026-03-31: entrez cannot be reached" in second
    assert harvest(*SINCE, "--out", tmp_path, "--quiet").err.count("\n") == 1, "cron sends a mail of it"
    done = run("fetch", "PMC1", "--out", tmp_path)
    assert (done.code, done.err.count("cannot be reached")) == (1, 1)


def test_articles_that_cannot_be_reached_are_left_for_the_next_run(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIGWAY_CLOUD_URL", NOWHERE)
    done = harvest(*SINCE, "--out", tmp_path, "--parallel", 1)
    assert (done.code, "10 articles left" in done.err) == (1, True)
    assert done.err.startswith("figway: 127.0.0.1:9 cannot be reached")
    monkeypatch.setenv("FIGWAY_CLOUD_URL", services.environment()["FIGWAY_CLOUD_URL"])
    assert harvest(*SINCE, "--out", tmp_path).code == 0


def test_a_dry_run_says_so(services: Services, tmp_path: Path) -> None:
    done = harvest(*SINCE, "--out", tmp_path / "library", "--dry-run")
    assert (done.code, "12 left to do" in done.err, "Nothing was written" in done.err) == (0, True, True)
    assert "12 articles would be fetched" in done.err
    told = json.loads(harvest(*SINCE, "--out", tmp_path / "library", "--dry-run", "--json").out)
    assert set(told["would_fetch"]) == set(services.papers)
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    "form",
    [
        "{0}",
        "{0}.1",
        "https://pmc.ncbi.nlm.nih.gov/articles/{0}/",
        "10.1234/{0}",
        "https://doi.org/10.1234/{0}",
        "PMID:2{1}",
    ],
)
def test_an_article_is_fetched_by_name(services: Services, tmp_path: Path, form: str) -> None:
    paper = paper_of(services)
    done = run("fetch", form.format(paper.pmcid, paper.pmcid[3:]), "--out", tmp_path)
    assert done.code == 0, done.err
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert {row[0] for row in rows} == set(paper.figids)
    assert all((tmp_path / row[3]).read_bytes() == paper.pictures[paper.figids[row[0]]] for row in rows)


@pytest.mark.parametrize("asked", ["F1", "Figure 1", "figid"])
def test_one_figure_is_fetched(services: Services, tmp_path: Path, asked: str) -> None:
    paper = paper_of(services)
    figid = next(f for f in paper.figids if f.endswith("001"))
    done = run("fetch", paper.pmcid, "--figure", figid if asked == "figid" else asked, "--out", tmp_path, "--json")
    assert done.code == 0
    (row,) = json.loads(done.out)
    assert [f["id"] for f in row["figures"] if f["state"] == "done"] == [figid]
    assert [path.stem for path in (tmp_path / "images").iterdir()] == [figid]
    run("fetch", figid, "--out", tmp_path)
    assert harvest(*SINCE, "--out", tmp_path).code == 0
    assert {path.stem for path in (tmp_path / "images").iterdir()} >= set(paper.figids)


def test_what_cannot_be_fetched_is_told(services: Services, tmp_path: Path) -> None:
    done = run("fetch", "PMC1", "--out", tmp_path)
    assert done.code == 1
    assert "PMC1: not available" in done.err
    paper = paper_of(services)
    done = run("fetch", paper.pmcid, "--figure", "F9", "--out", tmp_path)
    assert (done.code, "it has no figure F9" in done.err) == (1, True)
    for name, said in (("nonsense", "expected an article"), ("7719781", "PMID:"), ("10.1234/none", "knows no article")):
        done = run("fetch", name, "--out", tmp_path)
        assert (done.code, said in done.err) == (2, True), done.err


def test_fetching_into_this_folder_needs_a_library(services: Services, tmp_path: Path) -> None:
    done = run_process("fetch", "PMC1", cwd=tmp_path)
    assert (done.code, "is no library" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_check_compares_the_ledger_with_the_files(services: Services, tmp_path: Path) -> None:
    harvest(*SINCE, "--out", tmp_path)
    assert run("check", tmp_path).code == 0
    first, second = sorted((tmp_path / "images").iterdir())[:2]
    first.unlink()
    second.write_bytes(second.read_bytes()[:-1])
    done = run("check", tmp_path)
    assert done.code == 1
    assert f"{first.stem}: {first} is missing" in done.out
    assert f"{second.stem}: {second} is not the file that was fetched" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("harvest", *SINCE, "--out", "other"), 2, "pip install 'figway[fetch]'"),
        (("harvest", "--status", "--out", "library"), 0, ""),
        (("check", "library"), 0, ""),
    ],
)
def test_what_needs_no_service_needs_no_more_to_be_installed(
    services: Services, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    harvest(*SINCE, "--out", tmp_path / "library")
    script = (
        "import sys; sys.modules.update(dict.fromkeys(('httpx2', 'stamina', 'lxml')));"
        "from figway.cli.app import app; app(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
