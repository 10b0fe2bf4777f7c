"""Real articles of many publishers, given out by the services on this machine with drawn pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from figway.harvest.campaign import run
from harvests import FIRST, plan
from services import Paper, Services, picture, serve

pytestmark = pytest.mark.shared
HREF = "{http://www.w3.org/1999/xlink}href"


def stem_of(name: str) -> str:
    return re.sub(r"\.(?:jpe?g|png|gif|tiff?|eps)$", "", name, flags=re.IGNORECASE)


def groups(path: Path) -> list[list[str]]:
    """List the pictures of all `<fig>`s by an XPath of its own; alternatives of one another make one group."""
    tree = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, load_dtd=False))
    alone = [[g] for g in tree.xpath("//fig//graphic[not(parent::alternatives)]")]
    either = [list(a.iter("graphic")) for a in tree.xpath("//fig//alternatives[graphic]")]
    return [[stem_of(g.get(HREF)) for g in group if g.get(HREF)] for group in alone + either]


def paper_of(n: int, path: Path) -> Paper:
    """Give an article a drawn picture for each of its graphics."""
    pmcid = re.search(r"PMC\d+", str(path))
    assert pmcid
    stems = sorted({stem for group in groups(path) for stem in group})
    pictures = {f"{stem}.jpg": picture(n * 100 + k, ".jpg") for k, stem in enumerate(stems)}
    return Paper(pmcid=pmcid[0], day=FIRST, xml=path.read_bytes(), pictures=pictures)


def test_every_picture_of_every_figure_is_fetched(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = sorted((shared / "articles").rglob("*.xml"))
    papers = [paper_of(n, path) for n, path in enumerate(paths)]
    assert len(papers) == 37
    with serve(Services(papers)) as services:
        for name, value in services.environment().items():
            monkeypatch.setenv(name, value)
        outcome = run(tmp_path, plan())
    assert outcome.exit_code == 0
    assert outcome.report["articles"] == {"done": {"": 37}}
    fetched = {path.read_bytes() for path in (tmp_path / "images").iterdir()}
    for path, paper in zip(paths, papers, strict=True):
        for group in groups(path):
            assert any(paper.pictures[f"{stem}.jpg"] in fetched for stem in group), (paper.pmcid, group)
