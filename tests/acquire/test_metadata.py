"""Check what is taken from metadata files, and what never is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from figway.acquire.metadata import find_metadata, read_metadata
from figway.errors import MetadataError

HARVESTED = """\
figid: PMC10034640__MBT2-16-709-g004
pmcid: PMC10034640
image_filename: MBT2-16-709-g004.jpg
figure_link: https://www.ncbi.nlm.nih.gov/pmc/articles/PMC10034640/figure/F1/
number: Figure 1
figure_title: Recent advances
caption: 'First
  line: with a colon'
article_title: Producing L-malate.
citation: Qiang Ding, et al. Microb Biotechnol. 2023 Apr;16(4):709-725.
year: 2023
pub_date: 2023-04-01
epub_date: 2022-11-30
doi: 10.1111/1751-7915.14206
journal_title: Microbial Biotechnology
journa_nlm_ta: Microb Biotechnol
publisher_name: .na.character
keywords:
- malate
- yeast
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_harvesters_names_are_read(tmp_path: Path) -> None:
    known = read_metadata(write(tmp_path, "a.yml", HARVESTED))
    figure, article = known.figure, known.article
    assert known.figid == "PMC10034640__MBT2-16-709-g004"
    assert (figure.filename, figure.number, figure.figtitle) == ("MBT2-16-709-g004.jpg", "Figure 1", "Recent advances")
    assert figure.figlink == "/pmc/articles/PMC10034640/figure/F1/"
    assert figure.caption == "First line: with a colon"
    assert (article.title, article.year, article.date) == ("Producing L-malate.", "2023", "2023-04-01")
    assert (article.journal, article.journal_nlm_ta) == ("Microbial Biotechnology", "Microb Biotechnol")
    assert (article.publisher, article.keywords) == ("", ("malate", "yeast"))
    assert known.warnings == ()


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    as_json = json.dumps({**yaml.safe_load(HARVESTED), "pub_date": "2023-04-01", "epub_date": "2022-11-30"})
    assert read_metadata(write(tmp_path, "a.json", as_json)) == read_metadata(write(tmp_path, "a.yml", HARVESTED))


def test_what_others_found_is_never_taken_over(tmp_path: Path) -> None:
    found = {
        "pathway_score": 0.99, "automl_pathway": 0.9, "genes": [{"word": "AKT"}], "chemicals": [{"word": "Glucose"}],
        "diseases": [], "organisms": ["Homo sapiens"], "organisms_ner": ["NA"], "mentions": [], "kind": "pathway",
    }  # fmt: skip
    path = write(tmp_path, "a.json", json.dumps({"caption": "A caption", **found}))
    bare = write(tmp_path, "b.json", json.dumps({"caption": "A caption"}))
    assert read_metadata(path) == read_metadata(bare)


def test_an_unknown_field_is_noted(tmp_path: Path) -> None:
    known = read_metadata(write(tmp_path, "a.yml", "caption: x\ncolour: red\n"))
    assert known.figure.caption == "x"
    assert len(known.warnings) == 1
    assert "'colour'" in known.warnings[0]


def test_damaged_text_is_repaired_and_noted(tmp_path: Path) -> None:
    known = read_metadata(write(tmp_path, "a.json", json.dumps({"caption": "IŒ∫B ‚Äì", "number": "Figure 1"})))
    assert known.figure.caption == "IκB –"
    assert known.warnings == ("a.json: caption: text that was decoded wrongly is repaired",)


def test_words_that_yaml_takes_for_values_stay_words(tmp_path: Path) -> None:
    known = read_metadata(write(tmp_path, "a.yml", "figtitle: NO\ncaption: 1e3\npmid: 012345\npmcid: 7719781\n"))
    assert (known.figure.figtitle, known.figure.caption) == ("NO", "1e3")
    assert (known.article.pmid, known.article.pmcid) == ("012345", "PMC7719781")


def test_a_figway_record_beside_an_image_is_read(tmp_path: Path) -> None:
    record = {"figid": "x", "figure": {"figtitle": "A", "caption": "B"}, "article": {"title": "C", "authors": ["D"]}}
    known = read_metadata(write(tmp_path, "a.json", json.dumps(record)))
    assert (known.figure.figtitle, known.figure.caption) == ("A", "B")
    assert (known.article.title, known.article.authors) == ("C", ("D",))


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.yml", "caption: x\nnumber: [1, 2\n", "line 3"),
        ("a.yml", "caption: x\n\ttab: y\n", "line 2"),
        ("a.yml", "just some words\n", "line 1"),
        ("a.yml", "- a\n- b\n", "line 1"),
        ("a.yml", "number: 1\ncaption:\n  a: b\n", "line 2"),
        ("a.json", '{"caption": "x",\n "number": }', "line 2"),
        ("a.json", "", "line 1"),
        ("a.json", '{"number": "1",\n "caption": ["x"]}', "line 2"),
    ],
)
def test_damage_is_told_with_its_place(tmp_path: Path, name: str, text: str, line: str) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(MetadataError) as caught:
        read_metadata(path)
    assert str(path) in str(caught.value)
    assert f"{line}:" in str(caught.value)


def test_other_encodings_are_told_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes("number: 1\ncaption: Müller\n".encode("latin-1"))
    with pytest.raises(MetadataError, match=r"line 2: not UTF-8"):
        read_metadata(path)
    path.write_bytes("caption: Müller\n".encode("utf-8-sig"))
    assert read_metadata(path).figure.caption == "Müller"


def test_an_empty_yaml_file_says_nothing(tmp_path: Path) -> None:
    assert read_metadata(write(tmp_path, "a.yml", "")).figure.caption == ""


@pytest.mark.parametrize(
    ("image", "metadata"),
    [
        ("a.jpg", "a.yml"),
        ("a.jpg", "a.yaml"),
        ("a.jpg", "a.json"),
        ("a.jpg", "metadata/a.json"),
        ("images/a.jpg", "metadata/a.yml"),
        ("pone.0019436.g008.jpg", "pone.0019436.g008.json"),
    ],
)
def test_metadata_is_found_beside_an_image(tmp_path: Path, image: str, metadata: str) -> None:
    picture = write(tmp_path, image, "")
    assert find_metadata(picture) is None
    path = write(tmp_path, metadata, "{}")
    found = find_metadata(picture)
    assert found is not None
    assert found.samefile(path)
