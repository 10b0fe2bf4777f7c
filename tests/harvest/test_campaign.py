"""What a harvest takes, leaves and tells."""

from __future__ import annotations

import contextlib
import datetime
import errno
import itertools
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

import figway.library
from figway.acquire.entrez import Entrez
from figway.acquire.queries import Query
from figway.errors import LibraryError, UsageError
from figway.harvest.audit import problems
from figway.harvest.campaign import Outcome, run
from figway.harvest.ledger import Ledger
from figway.library import Library, shard_of
from harvests import FIRST, LAST, plan
from services import Services, make_papers, picture, serve

CLOSED = b"""<pmc-articleset><article><!--The publisher of this article does not allow downloading of the full text in
XML form.--><front><article-meta/></front></article></pmc-articleset>"""


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with serve(Services(make_papers(40))) as running, stamina.set_testing(True, attempts=2, cap=True):
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def states(library: Path, table: str = "figures") -> Counter[tuple[str, str]]:
    with Ledger.read(library) as ledger:
        return Counter(ledger.counts(table))


def images(library: Path) -> set[str]:
    return {path.stem for path in (library / "images").iterdir()}


def expected(services: Services, wanted: object = lambda paper: True) -> set[str]:
    return {
        figid
        for paper in services.papers.values()
        if wanted(paper)  # type: ignore[operator]
        for figid, name in paper.figids.items()
        if name not in paper.gone
    }


@pytest.mark.parametrize("service", ["entrez", "europepmc"])
def test_either_service_finds_all(services: Services, service: str, tmp_path: Path) -> None:
    assert run(tmp_path, plan(service=service)).exit_code == 0
    assert images(tmp_path) == expected(services)


def test_a_second_harvest_asks_for_nothing(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan())
    services.asked.clear()
    outcome = run(tmp_path, plan())
    assert (outcome.exit_code, outcome.found.windows, services.asked.total()) == (0, 0, 0)


def test_windows_are_split_until_all_hits_can_be_had(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Entrez, "limit", 4)
    services.most = 4  # more than this the service would not list
    assert run(tmp_path, plan()).exit_code == 0
    assert images(tmp_path) == expected(services)
    with Ledger.read(tmp_path) as ledger:
        windows = ledger.windows()
        assert len(windows) > 10
        assert sum(window["hits"] for window in windows) == 40
        days = [(datetime.date.fromisoformat(w["since"]), datetime.date.fromisoformat(w["until"])) for w in windows]
    assert days[0][0] == FIRST
    assert days[-1][1] == LAST
    assert all(a[1] + datetime.timedelta(days=1) == b[0] for a, b in itertools.pairwise(days))


def test_a_day_with_too_many_hits_is_listed_phrase_by_phrase(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Entrez, "limit", 20)
    services.most = 20
    for n, paper in enumerate(services.papers.values()):
        paper.day, paper.caption = FIRST, ("A cancer pathway", "A drug pathway", "A drug or cancer pathway")[n % 3]
    assert run(tmp_path, plan(until=FIRST)).exit_code == 1, "two phrases find 27 each, which are more than 20"
    for n, paper in enumerate(services.papers.values()):
        paper.caption = ("A cancer pathway", "A drug pathway", "A metabolic pathway")[n % 3]
    outcome = run(tmp_path, plan(until=FIRST))
    assert (outcome.exit_code, outcome.short, outcome.found.hits) == (0, [], 40)


def test_a_window_that_is_not_listed_whole_is_not_done(services: Services, tmp_path: Path) -> None:
    services.hidden = 2
    outcome = run(tmp_path, plan())
    assert outcome.exit_code == 1
    assert len(outcome.short) == 3
    assert outcome.report["windows"] == {"searched": 3, "done": 0}
    services.hidden = 0
    outcome = run(tmp_path, plan())
    assert (outcome.exit_code, outcome.short, outcome.report["windows"]["done"]) == (0, [], 3)
    assert images(tmp_path) == expected(services)


def test_a_search_that_fails_costs_no_other(services: Services, tmp_path: Path) -> None:
    answer = services.answer

    def february_fails(path: str, asked: dict[str, str]) -> tuple[int, str, bytes]:
        return (500, "text/plain", b"") if "2026/02/01" in asked.get("term", "") else answer(path, asked)

    services.answer = february_fails  # type: ignore[method-assign]
    outcome = run(tmp_path, plan())
    assert outcome.exit_code == 1
    assert [line[:22] for line in outcome.short] == ["2026-02-01..2026-02-28"]
    assert images(tmp_path) == expected(services, lambda paper: paper.day.month != 2)
    services.answer = answer  # type: ignore[method-assign]
    assert run(tmp_path, plan()).exit_code == 0
    assert images(tmp_path) == expected(services)


def test_since_last_goes_on_and_finds_what_is_indexed_late(services: Services, tmp_path: Path) -> None:
    day = datetime.date(2026, 2, 15)
    late = next(p for p in services.papers.values() if datetime.date(2026, 2, 5) < p.day < day)
    del services.papers[late.pmcid]
    run(tmp_path, plan(until=day))
    services.papers[late.pmcid] = late
    before = images(tmp_path)
    assert before == expected(services, lambda paper: paper.day <= day and paper is not late)
    outcome = run(tmp_path, plan(since=None))
    assert outcome.exit_code == 0
    assert images(tmp_path) == expected(services)
    with Ledger.read(tmp_path) as ledger:
        assert len(ledger.articles()) == 40


def test_since_last_needs_a_last_time(services: Services, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give --since DATE"):
        run(tmp_path, plan(since=None))


def test_another_query_is_another_search(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan(query=Query(phrases=("no such phrase",))))
    assert images(tmp_path) == set()
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)


def test_licences_are_chosen_recorded_and_can_be_widened(services: Services, tmp_path: Path) -> None:
    open_ones = frozenset({"cc-by", "cc0"})
    run(tmp_path, plan(licences=open_ones))
    assert images(tmp_path) == expected(services, lambda paper: paper.licence in ("CC BY", "CC0"))
    with Ledger.read(tmp_path) as ledger:
        assert {row["reason"] for row in ledger.articles("skipped")} == {"licence"}
        licences = {row["id"]: row["licence"] for row in ledger.articles()}
    assert licences == {
        paper.pmcid: paper.licence if paper.in_cloud else licences[paper.pmcid] for paper in services.papers.values()
    }
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)


def test_keep_and_exclude(services: Services, tmp_path: Path) -> None:
    papers = [p for p in services.papers.values() if len(p.figids) > 1 and not p.gone and p.in_cloud]
    closed = next(p for p in papers if p.licence == "CC BY-NC-ND")
    one, other = [p for p in papers if p.licence == "CC BY"][:2]
    out = next(iter(other.figids))
    run(
        tmp_path,
        plan(licences=frozenset({"cc-by"}), keep=frozenset({closed.pmcid}), exclude=frozenset({one.pmcid, out})),
    )
    found = images(tmp_path)
    assert set(closed.figids) <= found
    assert not set(one.figids) & found
    assert set(other.figids) - found == {out}
    assert states(tmp_path)["skipped", "excluded"] == 1
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)


def test_captions_can_be_chosen(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan(caption=r"pathway \d+\.1 "))
    assert images(tmp_path) == {f for f in expected(services) if f.endswith("001")}
    assert states(tmp_path)["skipped", "caption"] > 10
    run(tmp_path, plan(caption=r"pathway \d+\.[12] "))
    assert images(tmp_path) == {f for f in expected(services) if f.endswith(("001", "002"))}
    services.asked.clear()
    run(tmp_path, plan(caption=r"pathway \d+\.[12] "))
    assert services.asked.total() == 0
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)


def test_retracted_articles_are_marked_or_left_out(services: Services, tmp_path: Path) -> None:
    outcome = run(tmp_path, plan())
    retracted = {paper.pmcid for paper in services.papers.values() if paper.retracted}
    assert retracted
    assert set(outcome.report["retracted"]) == retracted
    run(tmp_path / "without", plan(retracted=False))
    assert images(tmp_path / "without") == expected(services, lambda paper: not paper.retracted)


def test_a_dry_run_writes_nothing(services: Services, tmp_path: Path) -> None:
    outcome = run(tmp_path / "none", plan(), dry=True)
    assert (outcome.exit_code, outcome.found.new, outcome.left) == (0, 40, 40)
    assert not (tmp_path / "none").exists()
    assert services.asked["cloud"] == 0
    run(tmp_path, plan(until=datetime.date(2026, 1, 31)))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    outcome = run(tmp_path, plan(), dry=True)
    assert 0 < outcome.left == outcome.found.new < 40
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_two_at_once_are_refused(services: Services, tmp_path: Path) -> None:
    with Library.create(tmp_path).lock(), pytest.raises(LibraryError, match="another figway run"):
        run(tmp_path, plan())


def test_a_picture_that_no_service_had_is_asked_for_a_week_later(services: Services, tmp_path: Path) -> None:
    lacking = list(services.papers.values())[:2]
    for paper in lacking:
        paper.gone = frozenset(paper.pictures)
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)
    for paper in lacking:
        paper.gone = frozenset()
    run(tmp_path, plan())
    assert images(tmp_path) < expected(services)
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database, database:
        database.execute("UPDATE articles SET asked = asked - 8 * 24 * 3600")
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)


def test_a_picture_that_vanished_is_fetched_again(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan())
    for path in list((tmp_path / "images").iterdir())[:3]:
        path.unlink()
    services.asked.clear()
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)
    assert services.asked.total() <= 3 * 4


def test_a_large_harvest_has_its_pictures_in_folders_by_pmc_id(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figway.library, "SHARD_ABOVE", 100)
    assert run(tmp_path, plan()).exit_code == 0
    library = Library.open(tmp_path)
    assert library.sharded
    there = {path.stem: path.parent.name for path in library.image_paths()}
    assert there == {figid: shard_of(figid) for figid in expected(services)}
    assert problems(tmp_path) == []
    lost = next(library.image_paths())
    lost.unlink()
    (lost.parent / f".{lost.name}.part").write_bytes(b"half")
    services.asked.clear()
    assert run(tmp_path, plan()).exit_code == 0
    assert services.asked.total() <= 4, "what is there is not fetched again"
    assert {path.stem for path in library.image_paths()} == expected(services)
    assert not list(library.images.rglob(".*"))


def test_a_newer_version_replaces_the_older(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan())
    paper = next(
        p for p in services.papers.values() if p.in_cloud and len(p.pictures) > 1 and not p.gone and not p.lost
    )
    name, dropped = list(paper.pictures)[:2]
    paper.version += 1
    paper.pictures[name] = picture(999_999, Path(name).suffix)
    paper.xml = paper.xml.replace(Path(dropped).stem.encode(), Path(name).stem.encode())
    run(tmp_path, plan())
    kept = next((tmp_path / "images").glob(f"{paper.pmcid}__{Path(name).stem}.*"))
    assert kept.read_bytes() != paper.pictures[name]
    assert run(tmp_path, plan(again=True)).exit_code == 0
    assert kept.read_bytes() == paper.pictures[name]
    assert states(tmp_path)["skipped", "replaced"] == 1
    with Ledger.read(tmp_path) as ledger:
        versions = {row["id"]: row["version"] for row in ledger.articles()}
    assert versions[paper.pmcid] == str(paper.version)


def test_an_article_that_cannot_be_read_is_told_and_harms_no_other(services: Services, tmp_path: Path) -> None:
    paper = next(p for p in services.papers.values() if p.in_cloud)
    whole, paper.xml = paper.xml, paper.xml[:700]
    outcome = run(tmp_path, plan())
    assert outcome.exit_code == 1
    assert [(row["id"], row["reason"]) for row in outcome.report["failed"]] == [(paper.pmcid, "unreadable")]
    assert images(tmp_path) == expected(services, lambda each: each is not paper)
    paper.xml = whole
    assert run(tmp_path, plan()).exit_code == 0
    assert images(tmp_path) == expected(services)


def test_a_damaged_ledger_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(LibraryError, match="is no ledger"):
        run(tmp_path, plan())


def test_articles_that_no_service_gives_are_accounted_for(services: Services, tmp_path: Path) -> None:
    answer = services.answer
    paper = next(p for p in services.papers.values() if not p.in_cloud)

    def closed(path: str, asked: dict[str, str]) -> tuple[int, str, bytes]:
        if paper.pmcid in path:
            return 404, "text/plain", b""
        if asked.get("id") == paper.pmcid[3:]:
            return 200, "text/xml", CLOSED
        return answer(path, asked)

    services.answer = closed  # type: ignore[method-assign]
    outcome: Outcome = run(tmp_path, plan())
    assert outcome.exit_code == 0
    assert states(tmp_path, "articles")["skipped", "not available"] == 1
    assert outcome.report["windows"] == {"searched": 3, "done": 3}
    services.answer = answer  # type: ignore[method-assign]
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services, lambda each: each is not paper)
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database, database:
        database.execute("UPDATE articles SET asked = asked - 8 * 24 * 3600")
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)


def test_a_full_disk_ends_it_and_the_next_run_goes_on(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from figway.harvest import shelf

    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "write_whole", full)
        outcome = run(tmp_path, plan())
    assert (outcome.exit_code, outcome.disk_full) == (1, True)
    assert outcome.left > 30
    assert run(tmp_path, plan()).exit_code == 0
    assert images(tmp_path) == expected(services)


def test_what_is_known_outlives_a_service_that_is_down(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan())
    with Ledger.read(tmp_path) as ledger:
        before = [{k: row[k] for k in ("id", "version", "licence", "path")} for row in ledger.articles()]
        there = sorted(ledger.fetched())
    services.faults.chance, services.faults.kinds = 1.0, ("500",)
    outcome = run(tmp_path, plan(again=True))
    assert outcome.exit_code == 1
    assert states(tmp_path, "articles") == {("failed", "service"): 40}
    with Ledger.read(tmp_path) as ledger:
        assert [{k: row[k] for k in ("id", "version", "licence", "path")} for row in ledger.articles()] == before
        assert sorted(ledger.fetched()) == there
    assert images(tmp_path) == expected(services)
    services.faults.chance = 0
    assert run(tmp_path, plan()).exit_code == 0


def test_a_ledger_of_another_version_is_told(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database, database:
        database.execute("CREATE TABLE windows (id)")
        database.execute("PRAGMA user_version = 7")
    for read in (Ledger.open, Ledger.read):
        with pytest.raises(LibraryError, match="version 7; this figway reads version 1"):
            read(tmp_path)


def test_the_ledger_can_be_read_while_it_is_written(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan())
    with Ledger.open(tmp_path) as writing, writing.transaction():
        writing._db.execute("UPDATE articles SET detail = 'x'")
        with Ledger.read(tmp_path) as reading:
            assert {row["detail"] for row in reading.articles()} == {""}


def test_a_picture_that_comes_in_another_form_leaves_one_file(services: Services, tmp_path: Path) -> None:
    run(tmp_path, plan())
    paper = next(p for p in services.papers.values() if p.in_cloud and p.pictures and not p.gone and not p.lost)
    name = next(iter(paper.pictures))
    stem, other = Path(name).stem, {".jpg": ".png", ".png": ".jpg"}[Path(name).suffix]
    paper.version += 1
    paper.pictures = {n if n != name else stem + other: data for n, data in paper.pictures.items()}
    paper.pictures[stem + other] = picture(777, other)
    paper.xml = paper.xml.replace(name.encode(), stem.encode())
    assert run(tmp_path, plan(again=True)).exit_code == 0
    assert [path.name for path in (tmp_path / "images").glob(f"*{stem}.*")] == [f"{paper.pmcid}__{stem}{other}"]
    with Ledger.read(tmp_path) as ledger:
        assert [row["path"] for row in ledger.files() if stem in row["path"]] == [
            f"images/{paper.pmcid}__{stem}{other}"
        ]


def test_the_published_version_is_taken_and_not_the_manuscript(services: Services, tmp_path: Path) -> None:
    paper = next(p for p in services.papers.values() if p.in_cloud and p.pictures and not p.gone and not p.lost)
    paper.manuscript = paper.version + 1
    run(tmp_path, plan())
    assert images(tmp_path) == expected(services)
    with Ledger.read(tmp_path) as ledger:
        row = next(row for row in ledger.articles() if row["id"] == paper.pmcid)
    assert (row["version"], row["licence"]) == (str(paper.version), paper.licence)


def test_a_ledger_that_cannot_grow_ends_the_harvest_in_order(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, plan(until=datetime.date(2026, 1, 31)))
    open_ledger = Ledger.open.__func__  # type: ignore[attr-defined]

    def small(cls: type[Ledger], library: Path, *, dry: bool = False) -> Ledger:
        ledger: Ledger = open_ledger(cls, library, dry=dry)
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages + 1}")
        return ledger

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "open", classmethod(small))
        outcome = run(tmp_path, plan())
    assert (outcome.exit_code, outcome.disk_full) == (1, True)
    assert run(tmp_path, plan()).exit_code == 0
    assert images(tmp_path) == expected(services)
