"""Entrez, Europe PMC and the cloud bucket, against a server that answers as they do."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

from figway.acquire.client import Client, open_client
from figway.acquire.client import Services as Addresses
from figway.acquire.cloud import Cloud
from figway.acquire.entrez import Entrez
from figway.acquire.europepmc import EuropePmc
from figway.acquire.queries import PHRASES, Query, Window
from figway.acquire.verify import check_article, check_picture
from figway.download import PassingError
from figway.errors import AbsentError, RemoteError, UsageError
from services import Services, make_papers, picture, serve

QUARTER = Window(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31))
DAY = Window(make_papers(1)[0].day, make_papers(1)[0].day)


@pytest.fixture
def services() -> Iterator[Services]:
    with serve(Services(make_papers(60))) as running, stamina.set_testing(True, attempts=2, cap=True):
        yield running


@pytest.fixture
def client() -> Iterator[Client]:
    with Client("someone@example.org") as made:
        yield made


def ids(hits: object) -> list[str]:
    return [hit.pmcid for page in hits.pages for hit in page]


def test_entrez_lists_every_hit_once(services: Services, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figway.acquire.entrez.PAGE", 7)
    hits = Entrez(client, f"{services.base}/entrez").search(Query(), QUARTER)
    found = ids(hits)
    assert hits.count == len(found) == len(set(found)) == 60
    assert set(found) == set(services.papers)


def test_europe_pmc_lists_every_hit_once(services: Services, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figway.acquire.europepmc.PAGE", 7)
    hits = EuropePmc(client, f"{services.base}/europepmc").search(Query(), QUARTER)
    found = ids(hits)
    assert hits.count == len(found) == len(set(found)) == 60


def test_days_and_phrases_are_kept(services: Services, client: Client) -> None:
    expected = {paper.pmcid for paper in services.papers.values() if paper.day == DAY.since}
    assert expected
    for service in (Entrez(client, f"{services.base}/entrez"), EuropePmc(client, f"{services.base}/europepmc")):
        assert set(ids(service.search(Query(), DAY))) == expected
        assert ids(service.search(Query(phrases=("no such thing",)), QUARTER)) == []


def test_terms_are_written_as_documented() -> None:
    entrez = Entrez(Client(), "").term(Query(phrases=PHRASES[:2]), QUARTER)
    assert entrez == (
        '("signaling pathway"[Figure/Table Caption] OR "signalling pathway"[Figure/Table Caption])'
        ' AND open access[filter] AND ("2026/01/01"[PMC Live Date] : "2026/03/31"[PMC Live Date])'
    )
    europepmc = EuropePmc(Client(), "").term(Query(text="wnt", open_access=False, date="published"), DAY)
    assert europepmc == f"(wnt) AND IN_EPMC:Y AND FIRST_PDATE:[{DAY.since} TO {DAY.until}]"


def test_who_asks_is_told(services: Services, client: Client) -> None:
    asked: list[dict[str, str]] = []
    before = services.answer
    services.answer = lambda path, values: (asked.append(values), before(path, values))[1]  # type: ignore[method-assign]
    ids(Entrez(client, f"{services.base}/entrez", api_key="k3y").search(Query(), DAY))
    for values in asked:
        assert (values["tool"], values["email"], values["api_key"]) == ("figway", "someone@example.org", "k3y")


def test_an_unknown_field_is_told_and_not_ignored(services: Services, client: Client) -> None:
    with pytest.raises(UsageError, match="no search field 'Captoin'"):
        Entrez(client, f"{services.base}/entrez").search(Query(text='"wnt"[Captoin]'), DAY)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"esearchresult": {"ERROR": "Search Backend failed: exception"}}, RemoteError),
        ({"esearchresult": {"ERROR": "Empty term and query_key - nothing todo"}}, RemoteError),
        ({"error": "API rate limit exceeded", "count": "11"}, RemoteError),
    ],
)
def test_errors_of_status_200_are_errors(
    services: Services, client: Client, said: dict[str, object], error: type[Exception]
) -> None:
    services.answer = lambda *_: (200, "application/json", json.dumps(said).encode())  # type: ignore[method-assign]
    with pytest.raises(error):
        Entrez(client, f"{services.base}/entrez").search(Query(), DAY)


def test_without_the_history_server_pages_are_searched(
    services: Services, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("figway.acquire.entrez.PAGE", 7)
    services.history = False
    found = ids(Entrez(client, f"{services.base}/entrez").search(Query(), QUARTER))
    assert len(found) == len(set(found)) == 60


def test_days_that_are_left_out_are_told(services: Services, client: Client) -> None:
    services.heeds_days = False
    with pytest.raises(RemoteError, match="were left out"):
        Entrez(client, f"{services.base}/entrez").search(Query(), DAY)


@pytest.mark.parametrize("make", [Entrez, EuropePmc])
def test_the_day_of_publication_can_count(services: Services, client: Client, make: type[Entrez | EuropePmc]) -> None:
    base = "entrez" if make is Entrez else "europepmc"
    found = ids(make(client, f"{services.base}/{base}").search(Query(date="published"), DAY))
    assert set(found) == {paper.pmcid for paper in services.papers.values() if paper.day == DAY.since}


def test_an_unknown_field_of_europe_pmc_is_told(services: Services, client: Client) -> None:
    service = EuropePmc(client, f"{services.base}/europepmc")
    with pytest.raises(UsageError, match="no search field 'CAPT'"):
        service.search(Query(text='CAPT:"wnt"'), DAY)
    assert ids(service.search(Query(text='FIG:"insulin TO: signaling pathway"'), DAY)) == []


def test_a_long_query_is_posted(services: Services, client: Client) -> None:
    long = Query(text=" OR ".join(f'"phrase number {n}"[Title]' for n in range(200)))
    assert Entrez(client, f"{services.base}/entrez").search(long, QUARTER).count == 60


def test_the_newest_version_and_its_files(services: Services, client: Client, tmp_path: Path) -> None:
    paper = next(p for p in services.papers.values() if p.version == 2 and p.in_cloud and not p.lost and not p.gone)
    cloud = Cloud(client, f"{services.base}/cloud")
    assert cloud.versions(paper.pmcid) == [1, 2]
    article = cloud.article(paper.pmcid, 2, cloud.metadata(paper.pmcid, 2))
    assert (article.licence, article.retracted, article.open_access) == (paper.licence, paper.retracted, True)
    assert {file.name for file in article.media} == {*paper.pictures, "supplement.xlsx"}
    for file in article.media:
        if file.name in paper.pictures:
            got = client.download(file.url, tmp_path / file.name, md5=file.md5, check=check_picture)
            assert got.path.read_bytes() == paper.pictures[file.name]
    assert article.xml is not None
    assert client.download(article.xml.url, tmp_path / "a.xml", check=check_article).path.read_bytes() == paper.xml


def test_a_pmcid_is_not_taken_for_a_longer_one(services: Services, client: Client) -> None:
    assert Cloud(client, f"{services.base}/cloud").versions("PMC900000") == []


def test_metadata_lead_nowhere_else(client: Client) -> None:
    media = [
        "s3://pmc-oa-opendata/PMC1.1/a.jpg?md5=" + "0" * 32,
        "s3://pmc-oa-opendata/PMC2.1/b.jpg",
        "s3://pmc-oa-opendata/PMC1.1/../../c.jpg",
        "https://elsewhere.org/PMC1.1/d.jpg",
        "s3://other/PMC1.1/e.jpg",
        None,
    ]
    article = Cloud(client, "https://mirror.org").article(
        "PMC1", 1, {"pmcid": "PMC1", "version": 1, "media_urls": media}
    )
    assert [file.url for file in article.media] == ["https://mirror.org/PMC1.1/a.jpg"]
    with pytest.raises(RemoteError, match="describes PMC2"):
        Cloud(client, "").article("PMC1", 1, {"pmcid": "PMC2", "version": 1})


def test_what_europe_pmc_does_not_have_is_told_from_a_picture(
    services: Services, client: Client, tmp_path: Path
) -> None:
    service = EuropePmc(client, f"{services.base}/europepmc", f"{services.base}/files")
    with pytest.raises(AbsentError, match="Impossible to retrieve"):
        service.fetch_picture("PMC9000000", "nothing.jpg", tmp_path / "nothing.jpg")
    assert list(tmp_path.iterdir()) == []
    paper = next(p for p in services.papers.values() if p.pictures and not p.gone)
    name = next(iter(paper.pictures))
    got = service.fetch_picture(paper.pmcid, name, tmp_path / name)
    assert got.path.read_bytes() == paper.pictures[name]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html>",
        b"<?xml version='1.0'?><Error/>",
        b"GIF",
        picture(1, ".jpg")[:-300],
        picture(1, ".jpg")[:-300] + bytes(300),
        picture(1, ".png")[:-30] + bytes(30),
    ],
)
def test_what_is_no_whole_picture_is_refused(body: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(body)
    with pytest.raises(PassingError):
        check_picture(tmp_path / "a.jpg")


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_whole_picture_is_taken(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(picture(5, suffix))
    check_picture(tmp_path / "a")


def test_the_services_limits_are_kept() -> None:
    import time

    rates = Addresses().rates(api_key=False)
    assert sorted(rates.values()) == [3.0, 10.0, 10.0]
    with Client(rates={"https://a.org": 20.0}) as client:
        pace = client._pace("https://a.org/x")
        before = time.monotonic()
        for _ in range(5):
            pace()
        assert time.monotonic() - before >= 0.2
        client._pace("https://b.org/x")()


def test_an_address_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWAY_CLOUD_URL", "my bucket")
    with pytest.raises(UsageError, match="my bucket is no address"):
        open_client()
