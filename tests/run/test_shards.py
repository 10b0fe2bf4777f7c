"""A large library has its files in folders by PMC id, and all commands find them there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import figway.library
from figway.library import Library
from figways import draw_small, run, times


@pytest.fixture
def sharded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a library that was begun with more figures than stand in one folder."""
    monkeypatch.setattr(figway.library, "SHARD_ABOVE", 2)
    for n, path in enumerate(draw_small(tmp_path / "figures", 3)):
        path.rename(path.with_name(f"PMC77197{n}1__f{path.suffix}"))
    out = tmp_path / "library"
    assert run("run", tmp_path / "figures", "--out", out, "-j", 1, "--quiet").code == 0
    return out


def test_files_stand_in_folders_by_pmc_id_and_are_found(sharded: Path) -> None:
    library = Library.open(sharded)
    assert library.sharded
    figids = library.figids()
    assert figids == [f"PMC77197{n}1__f" for n in range(3)]
    for figid in figids:
        place = f"PMC7719/{figid}"
        assert (sharded / "records" / f"{place}.json").exists()
        assert (sharded / "records" / f"{place}.md").exists()
        overlay = sharded / "overlays" / f"{place}.svg"
        image = library.record(figid).figure.image.path
        assert (sharded / image).exists()
        assert f"../../{image}" in overlay.read_text("utf-8")
    assert run("check", sharded).code == 0


def test_a_second_run_keeps_all_and_recognising_anew_finds_records_and_images(sharded: Path) -> None:
    before = times(sharded)
    again = run("run", sharded.parent / "figures", "--out", sharded, "-j", 1, "--quiet", "--json")
    assert json.loads(again.out)["kept"] == 3
    assert {k: v for k, v in times(sharded).items() if k in before and k.endswith((".json", ".md", ".svg"))} == {
        k: v for k, v in before.items() if k.endswith((".json", ".md", ".svg"))
    }
    assert run("run", "--out", sharded, "--only", "recognise", "-j", 1, "--quiet").code == 0
    assert len(Library.open(sharded)) == 3
    assert len([p for p in (sharded / "images").rglob("*") if p.is_file()]) == 3


def test_a_small_library_stays_flat(tmp_path: Path) -> None:
    draw_small(tmp_path / "figures", 1)
    assert run("run", tmp_path / "figures", "--out", tmp_path / "library", "-j", 1, "--quiet").code == 0
    assert not Library.open(tmp_path / "library").sharded
    assert len(list((tmp_path / "library" / "records").glob("*.json"))) == 1
