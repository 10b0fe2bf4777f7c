"""Check the HTML report: whole, well-formed, self-contained, and true to the score."""

from __future__ import annotations

import base64
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from figway.evaluate.pictures import find_image, reduce_image
from figway.evaluate.report import make_report
from figways import run

VOID = {"meta", "input", "br", "image", "polygon", "polyline"}
NASTY = '<script>alert("x")</script> & é'


class Reader(HTMLParser):
    """Collect tags, ids, links and what is loaded; fail on tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        target = found.get("href") or found.get("src") or ""
        (self.links if tag == "a" else self.loaded).append(target)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def line(number: int, text: str, y: float) -> dict[str, Any]:
    return {"id": f"t{number}", "text": text, "polygon": [[10, y], [90, y], [90, y + 12], [10, y + 12]]}


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    gold = {
        "figid": "a",
        "entities": [
            {"label": "EGFR", "type": "gene", "genes": ["EGFR"]},
            {"label": "TP53", "type": "gene", "genes": ["TP53"]},
            {"label": NASTY, "type": "gene", "genes": ["KRAS"]},
        ],
        "relations": [{"source": ["EGFR"], "target": ["TP53"], "sign": "-"}],
        "notes": NASTY,
    }
    record = {
        "figid": "a",
        "figure": {"figtitle": NASTY},
        "text": [line(1, "EGFR", 10), line(2, "TP53", 40), line(3, "so", 70)],
        "mentions": [
            {"id": "m1", "text_ids": ["t1"], "word": "EGFR", "kind": "gene", "polygon": line(1, "", 10)["polygon"]},
            {"id": "m2", "text_ids": ["t3"], "word": "so", "kind": "gene", "polygon": line(3, "", 70)["polygon"],
             "score": 0.6, "evidence": [{"what": "an English word", "weight": -2.0}]},
        ],
        "genes": [
            {"word": "EGFR", "symbol": "EGFR", "source": "hgnc_symbol", "hgnc_symbol": "EGFR", "mention": "m1"},
            {"word": "so", "symbol": "SON", "source": "hgnc_symbol", "hgnc_symbol": "SON", "mention": "m2"},
        ],
        "relations": [{"source": "EGFR", "target": "TP53", "sign": "+", "path": [[50, 22], [50, 40]]}],
    }  # fmt: skip
    for name in ("set/gold", "set/images", "lib/records"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "set" / "gold" / "a.json").write_text(json.dumps(gold))
    (tmp_path / "set" / "gold" / "b.json").write_text(json.dumps(gold | {"figid": "b"}))
    (tmp_path / "lib" / "records" / "a.json").write_text(json.dumps(record))
    Image.new("RGB", (2400, 1200), "white").save(tmp_path / "set" / "images" / "a.png")
    return tmp_path


def write(folders: Path, *more: object) -> str:
    out = folders / "report.html"
    done = run("evaluate", folders / "lib", folders / "set" / "gold", "--html", out, *more)
    assert done.code == 0, done.err
    return out.read_text("utf-8")


def test_is_one_whole_page_that_loads_nothing(folders: Path) -> None:
    page = Reader(write(folders))
    assert len(page.ids) == len(set(page.ids))
    assert all(link[0] == "#" and link[1:] in page.ids for link in page.links)
    assert {target.partition(":")[0] for target in page.loaded if target} == {"data"}
    assert page.tags.count("script") == 1
    assert not re.search(r"@import|url\(|https?://", write(folders))


def test_marks_and_lists_what_is_right_wrong_and_missed(folders: Path) -> None:
    text = write(folders)
    marks = dict(re.findall(r'class="(\w+)"><title>([^<]*)</title><poly', text))
    assert marks["right"].startswith("EGFR → TP53")
    assert "so: wrong, English word" in text
    assert "TP53: missed" in text
    assert "-2.0 an English word" in text
    assert "no place known" in text
    assert "drawn as EGFR ⊣ TP53" in text
    assert "There is no record of this figure" in text


def test_pictures_are_reduced_and_reported_when_absent(folders: Path) -> None:
    text = write(folders)
    (uri,) = re.findall(r'<image href="data:image/jpeg;base64,([^"]+)"', text)
    assert Image.open(io.BytesIO(base64.b64decode(uri))).size == (1000, 500)
    assert 'viewBox="0 0 2400 1200"' in text
    (folders / "set" / "images" / "a.png").unlink()
    done = run("evaluate", folders / "lib", folders / "set" / "gold", "--html", folders / "r.html")
    assert "no picture of 2 figures" in done.err
    assert '<text class="plain"' in (folders / "r.html").read_text("utf-8")


def test_pictures_come_from_the_folder_given(folders: Path) -> None:
    (folders / "other").mkdir()
    Image.new("L", (40, 30), 200).save(folders / "other" / "a.JPG")
    assert 'viewBox="0 0 40 30"' in write(folders, "--images", folders / "other")
    done = run(
        "evaluate", folders / "lib", folders / "set" / "gold", "--html", folders / "r", "--images", folders / "no"
    )
    assert done.code == 2
    assert "--images" in done.err


def test_is_the_same_on_every_run(folders: Path) -> None:
    assert write(folders) == write(folders)


def test_text_is_escaped(folders: Path) -> None:
    text = write(folders)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_figures_with_most_errors_come_first_and_gains_are_right(folders: Path) -> None:
    report = make_report(folders / "lib" / "records", folders / "set" / "gold")
    assert [f.figid for f in report.figures] == ["b", "a"]
    assert [f.errors for f in report.figures] == [4, 3]
    wrong = next(k for k in report.kinds if k.field == "genes" and k.verdict == "wrong")
    s = report.scores["genes"]  # 1 right, 1 wrong, 5 missed; without the wrong one: P 1, R 1/6
    assert (s["tp"], s["fp"], s["fn"]) == (1, 1, 5)
    assert wrong.gain == pytest.approx(2 / 7 - 2 / 8)


def test_relations_are_left_out_where_none_were_looked_for(folders: Path) -> None:
    path = folders / "lib" / "records" / "a.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"relations": []}))
    text = write(folders)
    assert "hold no relations" in text
    assert "Missed arrows" not in text


def test_a_report_that_cannot_be_written_is_told(folders: Path) -> None:
    done = run("evaluate", folders / "lib", folders / "set" / "gold", "--html", folders / "none" / "r.html")
    assert done.code == 2
    assert "cannot write the report" in done.err


def test_a_damaged_picture_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    found = find_image("a", [tmp_path / "none", tmp_path])
    assert found == tmp_path / "a.png"
    assert reduce_image(found) is None
