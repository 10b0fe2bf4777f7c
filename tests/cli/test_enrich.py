"""Run `figway enrich` as users do."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from figways import run

SETS = """PMC1__f1\tAKT signalling\tAKT1\tMTOR\tRPS6KB1\tTSC1\tTSC2
PMC2__f1\tp53 <network>\tTP53\tMDM2\tCDKN1A\tBAX\tATM
PMC3__f1\tp53 again\tTP53\tMDM2\tCDKN1A\tBAX\tATM
PMC4__f1\tMAPK\tKRAS\tBRAF\tMAP2K1\tMAPK1\tMAPK3\tEGFR
"""


@pytest.fixture
def gmt(tmp_path: Path) -> Path:
    path = tmp_path / "sets.gmt"
    path.write_text(SETS)
    (tmp_path / "genes.txt").write_text("p53, MDM2\nENSG00000124762\nQ07812 GLUT99\n")
    return path


def test_a_table_for_people(gmt: Path) -> None:
    done = run("enrich", gmt, gmt.parent / "genes.txt", "--fdr", "1")
    assert done.code == 0
    assert done.out.splitlines()[1].split()[0] == "PMC2__f1"
    assert "(+1)" in done.out
    assert "'GLUT99': no name or identifier" in done.err
    assert "4 things understood of 5 words" in done.err


def test_a_table_for_programs(gmt: Path) -> None:
    done = run("enrich", gmt, gmt.parent / "genes.txt", "--fdr", "1", "--tsv")
    rows = list(csv.DictReader((x for x in done.out.splitlines() if not x.startswith("#")), delimiter="\t"))
    assert rows[0]["figid"] == "PMC2__f1"
    assert rows[0]["items"] == "BAX;CDKN1A;MDM2;TP53"
    assert rows[0]["odds_ratio"] == "inf"
    assert rows[0]["identical"] == "PMC3__f1"


def test_json_can_be_asked_again(gmt: Path) -> None:
    first = run("enrich", gmt, gmt.parent / "genes.txt", "--fdr", "1", "--json")
    kept = gmt.parent / "answer.json"
    kept.write_text(first.out)
    token = json.loads(first.out)["token"]
    for again in (kept, token):
        assert run("enrich", gmt, "--token", again, "--json").out == first.out


def test_a_plot(gmt: Path) -> None:
    plot = gmt.parent / "plot.svg"
    assert run("enrich", gmt, gmt.parent / "genes.txt", "--fdr", "1", "--plot", plot).code == 0
    root = ET.parse(plot).getroot()
    assert [g.attrib["data-figid"] for g in root.iter("{http://www.w3.org/2000/svg}g")] == ["PMC2__f1"]


def test_a_background_and_filters(gmt: Path) -> None:
    (gmt.parent / "all.txt").write_text(" ".join(line for line in SETS.split()[2:]))
    done = run("enrich", gmt, gmt.parent / "genes.txt", "--background", gmt.parent / "all.txt", "--words", "again",
               "--fdr", "1", "--json")  # fmt: skip
    answer = json.loads(done.out)["answer"]
    assert [r["id"] for r in answer["sets"]] == ["PMC3__f1"]
    assert answer["background"]["words"] > answer["background_size"] > 10


def test_wrong_use_is_told(gmt: Path) -> None:
    for arguments, words in (
        ((gmt,), "give a file with the list"),
        ((gmt, gmt.parent / "absent.txt"), "there is no file"),
        ((gmt, gmt.parent / "genes.txt", "--ranked"), "is not a name and a number"),
        ((gmt, "--token", "rubbish"), "the link is damaged"),
        ((gmt, "--token", gmt), "no answer of"),
        ((gmt.parent / "nowhere", gmt.parent / "genes.txt"), "no library and no GMT file"),
    ):
        done = run("enrich", *arguments)
        assert done.code == 2
        assert words in done.err
