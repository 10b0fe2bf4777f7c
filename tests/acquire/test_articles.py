"""Find the figures of articles in folders and packages, and refuse packages that play tricks."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from draw import Label, draw_figure
from figway.acquire.folder import find_inputs
from figway.acquire.packages import unpack
from figway.errors import PackageError
from figway.library import Library
from figways import run

ARTICLE = """<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>
<article-id pub-id-type="pmc">{pmcid}</article-id><title-group><article-title>Of kinases</article-title></title-group>
</article-meta></front><body><p>MEK acts on ERK (<xref ref-type="fig" rid="F1">Fig. 1</xref>).</p>
<fig id="F1"><label>Figure 1</label><caption><p>BRAF is drawn.</p></caption><graphic xlink:href="a-g001"/></fig>
<fig id="F2"><label>Figure 2</label><caption><p>MAP2K1 activates MAPK1.</p></caption>
<graphic xlink:href="a-g002"/></fig>
<table-wrap><graphic xlink:href="a-t001"/></table-wrap></body></article>"""


def article(folder: Path, pmcid: str = "PMC17", name: str = "PMC17.1.xml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(ARTICLE.format(pmcid=pmcid))
    draw_figure(folder / "a-g001.jpg", [Label("BRAF", 100, 100)], size=(200, 200))
    (folder / "a-g001.gif").write_bytes(b"a thumbnail")
    (folder / "a-t001.jpg").write_bytes(b"a table")
    return folder


def package(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return path


def member(name: str, data: bytes = b"", size: int | None = None) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data) if size is None else size
    return info, data


def test_the_xml_says_which_figures_there_are(tmp_path: Path) -> None:
    folder = article(tmp_path / "PMC17.1")
    found = find_inputs([tmp_path])
    assert not found.failures
    assert [(s.figid, s.drawn, s.image.name) for s in found.sources] == [
        ("PMC17__a-g001", True, "a-g001.jpg"),
        ("PMC17__a-g002", False, "PMC17.1.xml"),
    ]
    assert find_inputs([folder / "PMC17.1.xml"]) == found


def test_the_last_version_counts_and_what_no_article_names_is_kept(tmp_path: Path) -> None:
    article(tmp_path / "PMC17.1")
    article(tmp_path / "PMC17.2", name="PMC17.2.xml")
    draw_figure(tmp_path / "PMC17.2" / "other.png", [Label("TP53", 100, 100)], size=(200, 200))
    found = find_inputs([tmp_path])
    assert not found.failures
    assert {s.figid for s in found.sources} == {"PMC17__a-g001", "PMC17__a-g002", "other"}
    assert all("PMC17.2" in str(s.image) for s in found.sources)


def test_every_figure_has_a_record_with_or_without_its_image(tmp_path: Path) -> None:
    folder = article(tmp_path / "PMC17.1")
    ran = run("run", tmp_path / "PMC17.1", "--out", tmp_path / "library", "--workers", "1", "--json")
    assert ran.code == 0, ran.err
    library = Library(tmp_path / "library")
    drawn, undrawn = library["PMC17__a-g001"], library["PMC17__a-g002"]
    assert [g.hgnc_symbol for g in drawn.genes] == ["BRAF"]
    assert drawn.figure.sentences == ("MEK acts on ERK (Fig. 1).",)
    assert not undrawn.text
    assert undrawn.figure.image.path == ""
    assert any("no image" in warning for warning in undrawn.warnings)
    assert [(s.source, s.sign, s.target) for s in undrawn.stated] == [("MAP2K1", "+", "MAPK1")]
    again = run("run", tmp_path / "PMC17.1", "--out", tmp_path / "library", "--workers", "1", "--json")
    assert json.loads(again.out)["kept"] == 2
    (folder / "a-g001.jpg").write_bytes(b"")
    draw_figure(folder / "a-g002.png", [Label("TP53", 100, 100)], size=(200, 200))
    assert run("run", tmp_path / "PMC17.1", "--out", tmp_path / "library", "--workers", "1").code == 1
    assert [g.hgnc_symbol for g in library["PMC17__a-g002"].genes] == ["TP53"]
    assert library["PMC17__a-g001"] == drawn  # what was read once is kept
    for name in ("a-g001.jpg", "a-g001.gif", "a-g002.png"):
        (folder / name).unlink()
    assert run("run", tmp_path / "PMC17.1", "--out", tmp_path / "library", "--workers", "1").code == 0
    assert library["PMC17__a-g001"] == drawn


def test_a_package_is_unpacked_once_and_read_as_an_article(tmp_path: Path) -> None:
    folder = article(tmp_path / "in")
    files = [member(f"PMC17/{p.name}", p.read_bytes()) for p in sorted(folder.iterdir())]
    path = package(tmp_path / "PMC17.tar.gz", *files, member("PMC17/run.sh", b"rm -rf /"))
    found = find_inputs([path], tmp_path / "articles")
    assert [(s.figid, s.drawn) for s in found.sources] == [("PMC17__a-g001", True), ("PMC17__a-g002", False)]
    assert not (tmp_path / "articles" / "PMC17" / "run.sh").exists()
    (tmp_path / "articles" / "PMC17" / "mark").touch()
    assert find_inputs([path], tmp_path / "articles") == found
    assert (tmp_path / "articles" / "PMC17" / "mark").exists()


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([member("../../x.xml", b"<article/>")], "outside"),
        ([member("/etc/x.xml", b"<article/>")], "outside"),
        ([member("a/..\\..\\x.xml", b"<article/>")], "outside"),
        ([member("a.txt", b"nothing")], "no article"),
    ],
)
def test_packages_that_lead_elsewhere_are_refused(tmp_path: Path, members: list, said: str) -> None:  # type: ignore[type-arg]
    path = package(tmp_path / "p.tar.gz", *members)
    with pytest.raises(PackageError, match=said) as caught:
        unpack(path, tmp_path / "deep" / "er" / "articles")
    assert str(path) in str(caught.value)
    assert [p.name for p in tmp_path.rglob("x.xml")] == []
    assert list((tmp_path / "deep" / "er" / "articles").iterdir()) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    link = tarfile.TarInfo("PMC1/a.xml")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(PackageError, match="no article"):
        unpack(package(tmp_path / "p.tar.gz", (link, b"")), tmp_path / "articles")


def test_a_header_of_two_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    import gzip

    info, _ = member("PMC1/a.xml", size=2 << 30)
    path = tmp_path / "p.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf()))
    with pytest.raises(PackageError, match="2,147,483,648 bytes"):
        unpack(path, tmp_path / "articles")


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b\x08\0cut", b"<html>403</html>"])
def test_damaged_packages_are_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p.tgz"
    path.write_bytes(data)
    found = find_inputs([path], tmp_path / "articles")
    assert [f.error for f in found.failures] == ["PackageError"]
    assert "fetch it again" in found.failures[0].message


def test_pairs_of_the_bot_are_figures_also_where_the_download_failed(tmp_path: Path) -> None:
    folder = tmp_path / "pairs"
    folder.mkdir()
    for name in ("PMC5__a", "PMC5__b", "PMC5__c"):
        (folder / f"{name}.yml").write_text(
            f"figid: {name}\npmcid: PMC5\nimage_filename: {name[6:]}.jpg\ncaption: AKT1 inhibits TP53.\n"
        )
    (folder / "config.yml").write_text("title: no figure\n")
    draw_figure(folder / "PMC5__a.jpg", [Label("BRAF", 100, 100)], size=(200, 200))
    (folder / "PMC5__b.jpg").write_text('{"error": "Impossible to retrieve file"}')
    ran = run("run", folder, "--out", tmp_path / "library", "--workers", "1")
    assert ran.code == 0, ran.err
    library = Library(tmp_path / "library")
    assert library.figids() == ["PMC5__a", "PMC5__b", "PMC5__c"]
    assert [g.hgnc_symbol for g in library["PMC5__a"].genes] == ["BRAF"]
    assert "JSON" in library["PMC5__b"].warnings[0]
    assert [(s.source, s.sign, s.target) for s in library["PMC5__c"].stated] == [("AKT1", "-", "TP53")]
