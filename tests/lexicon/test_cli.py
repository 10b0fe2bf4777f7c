"""`figway lexicon` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from figway.cli.lexicon import app
from figway.errors import LexiconError, UsageError


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_show_prints_every_meaning(built: Path) -> None:
    output = run("show", "akt 1", "--lexicon", built)
    for text in ("hgnc_symbol", "hgnc:391", "mgi:87986", "Akt1 (ortholog)"):
        assert text in output


def test_show_prints_the_genes_of_a_family(built: Path) -> None:
    assert "AKT1 AKT2" in run("show", "AKT", "--lexicon", built)


def test_show_as_json(built: Path) -> None:
    answer = json.loads(run("show", "AKT", "--lexicon", built, "--json"))
    assert answer["key"] == "akt"
    assert answer["meanings"][0]["source"] == "famplex_id"
    assert answer["meanings"][0]["entity"]["symbols"] == ["AKT1", "AKT2"]


def test_show_of_an_unknown_name_says_how_it_was_looked_up(built: Path) -> None:
    assert "'xyzalpha'" in run("show", "XYZ-α", "--lexicon", built)
    assert json.loads(run("show", "XYZ-α", "--lexicon", built, "--json"))["meanings"] == []
    assert "English" in run("show", "tea", "--lexicon", built)


def test_show_without_a_name_lists_the_sources(built: Path) -> None:
    lines = run("show", "--lexicon", built).splitlines()
    assert lines[0].split("\t")[0] == "hgnc"
    assert json.loads(run("show", "--lexicon", built, "--json"))["format"] == 1


def test_build_says_what_it_read_and_what_was_absent(sources: Path, curated: Path, tmp_path: Path) -> None:
    only = tmp_path / "only"
    only.mkdir()
    (only / "hgnc_complete_set.txt").write_bytes((sources / "hgnc_complete_set.txt").read_bytes())
    lines = run("build", "--from", only, "--out", tmp_path / "out", "--curated", curated).splitlines()
    assert "hgnc\t11 rows\thgnc_complete_set.txt" in lines
    assert "mesh\tabsent" in lines
    assert "AKT1" in run("show", "AKT1", "--lexicon", tmp_path / "out")


def test_build_as_json(sources: Path, curated: Path, built: Path, tmp_path: Path) -> None:
    manifest = json.loads(run("build", "--from", sources, "--out", tmp_path, "--curated", curated, "--json"))
    assert manifest == json.loads((built / "manifest.json").read_text())


def test_wrong_folders_are_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        run("build", "--from", tmp_path / "none", "--out", tmp_path / "out")
    with pytest.raises(LexiconError, match="there is no lexicon"):
        run("show", "AKT1", "--lexicon", tmp_path)


@pytest.mark.parametrize("command", ["build", "fetch", "show"])
def test_help_shows_an_example(command: str) -> None:
    assert f"figway lexicon {command}" in run(command, "--help")
