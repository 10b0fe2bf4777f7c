"""Check how figures are found on disk and how their records begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from figway.acquire.described import load_record
from figway.acquire.folder import find_inputs
from figway.acquire.source import Source
from figway.errors import MetadataError


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def figids(*paths: Path | str) -> list[str]:
    return [source.figid for source in find_inputs(paths).sources]


def test_a_folder_is_searched_in_natural_order(tmp_path: Path) -> None:
    touch(tmp_path, "fig10.jpg", "fig2.PNG", "deep/er/fig1.tiff", "notes.txt", "a.yml", "b.webp", "c.bmp", "d.gif")
    touch(tmp_path, ".hidden.jpg", ".git/fig3.jpg")
    found = find_inputs([tmp_path])
    assert [source.figid for source in found.sources] == ["b", "c", "d", "fig1", "fig2", "fig10"]
    assert found.failures == ()


def test_the_order_of_arguments_changes_nothing(tmp_path: Path) -> None:
    touch(tmp_path, "x/fig2.jpg", "y/fig1.jpg")
    assert find_inputs([tmp_path / "x", tmp_path / "y"]) == find_inputs([tmp_path / "y", tmp_path / "x"])


def test_a_figure_named_twice_is_one_figure(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg")
    found = find_inputs([tmp_path, tmp_path / "a.jpg", tmp_path / "sub" / ".." / "a.jpg", str(tmp_path / "*.jpg")])
    assert len(found.sources) == 1


def test_a_pattern_that_no_shell_expanded(tmp_path: Path) -> None:
    touch(tmp_path, "one/a.jpg", "two/b.png", "two/c.txt")
    assert figids(str(tmp_path / "*" / "*.jpg")) == ["a"]
    assert figids(str(tmp_path / "t*")) == ["b"]
    assert figids(str(tmp_path / "**" / "*")) == ["a", "b"]


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    touch(tmp_path, "fig[1].jpg")
    assert figids(tmp_path / "fig[1].jpg") == ["fig[1]"]


def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find_inputs([tmp_path / "gone.jpg", tmp_path / "empty", str(tmp_path / "*.nothing")])
    assert found.sources == ()
    assert [failure.error for failure in found.failures] == ["NotFound", "NoImages", "NotFound"]
    assert all(failure.stage == "acquire" for failure in found.failures)
    assert str(tmp_path / "gone.jpg") in found.failures[0].message


def test_of_two_figures_with_one_name_the_first_is_kept(tmp_path: Path) -> None:
    touch(tmp_path, "a/fig1.jpg", "b/fig1.png")
    found = find_inputs([tmp_path / "b", tmp_path / "a"])
    assert [source.image for source in found.sources] == [tmp_path / "a" / "fig1.jpg"]
    (failure,) = found.failures
    assert (failure.figid, failure.error) == ("fig1", "DuplicateFigure")
    assert str(tmp_path / "a" / "fig1.jpg") in failure.message
    assert str(tmp_path / "b" / "fig1.png") in failure.message


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    touch(tmp_path, "scan.jfif", "a.jpg", "a.yml")
    assert figids(tmp_path / "scan.jfif", tmp_path / "a.jpg", tmp_path / "a.yml") == ["a", "scan"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    touch(tmp_path, "in/a.jpg")
    (tmp_path / "in" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert figids(tmp_path) == ["a"]


@pytest.mark.parametrize(
    ("image", "metadata", "figid"),
    [
        ("f1.jpg", "pmcid: PMC12\n", "PMC12__f1"),
        ("PMC12__f1.jpg", "pmcid: PMC12\n", "PMC12__f1"),
        ("PMC34/f1.jpg", "", "PMC34__f1"),
        ("PMC34/images/f1.jpg", "pmcid: PMC12\n", "PMC12__f1"),
        ("f1.jpg", "pmcid: [\n", "f1"),
        ("my figure.jpg", "", "my_figure"),
    ],
)
def test_a_figure_is_named_after_its_paper(tmp_path: Path, image: str, metadata: str, figid: str) -> None:
    touch(tmp_path, image)
    if metadata:
        (tmp_path / image).with_suffix(".yml").write_text(metadata)
    assert figids(tmp_path) == [figid]


def test_a_record_begins_with_what_is_known(tmp_path: Path) -> None:
    touch(tmp_path, "f3.jpg")
    (tmp_path / "f3.yml").write_text(
        "pmcid: PMC12\nnumber: Fig. 3\ncaption: Schematic model of the AKT pathway vs. the ERK pathway. Arrows, flow.\n"
        "citation: A B, et al. Cell. 2009 May;1(2):3-4.\npathway_score: 0.9\n"
    )
    (source,) = find_inputs([tmp_path]).sources
    record = load_record(source)
    assert (record.figid, record.figid_alias) == ("PMC12__f3", "PMC12__F3")
    assert (record.figure.number, record.figure.figtype) == ("Fig. 3", "Figure")
    assert record.figure.figtitle == "AKT pathway vs. the ERK pathway"
    assert (record.figure.filename, record.article.pmcid, record.article.year) == ("f3.jpg", "PMC12", "2009")
    assert record.pathway_score is None
    assert record.genes == ()


def test_a_plain_image_has_a_record_too(tmp_path: Path) -> None:
    record = load_record(Source("picture", tmp_path / "picture.png"))
    assert (record.figid, record.figid_alias, record.figure.number) == ("picture", "", "")
    assert record.figure.filename == "picture.png"


def test_unreadable_metadata_fails_its_figure_only(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg", "b.jpg")
    (tmp_path / "a.yml").write_text("caption: [\n")
    first, second = find_inputs([tmp_path]).sources
    with pytest.raises(MetadataError, match=r"a\.yml, line 2"):
        load_record(first)
    assert load_record(second).figid == "b"


def test_metadata_of_another_figure_is_noted(tmp_path: Path) -> None:
    touch(tmp_path, "a.jpg")
    (tmp_path / "a.yml").write_text("figid: PMC1__z\n")
    (source,) = find_inputs([tmp_path]).sources
    assert "PMC1__z" in load_record(source).warnings[0]


@pytest.mark.shared
def test_every_real_figure_begins_its_record(shared: Path) -> None:
    found = find_inputs([shared / "figures" / "annotated" / "images", shared / "figures" / "unannotated"])
    assert found.failures == ()
    assert len(found.sources) == 173
    for source in found.sources:
        record = load_record(source)
        assert source.metadata is not None
        assert record.figid == source.image.stem
        assert record.figid_alias
        assert record.figure.figtitle
        assert record.article.year
        assert not set("‚Œ√") & set(record.figure.caption + record.figure.figtitle + record.article.title)
