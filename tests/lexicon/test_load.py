"""Opening a lexicon, looking names up, and refusing what is damaged."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.errors import LexiconError
from figway.lexicon import Lexicon
from figway.text import fold


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def test_every_name_is_found_by_its_folded_form(small: Lexicon) -> None:
    keys = list(small.keys())
    assert len(keys) == len(small) == small.manifest.counts["keys"]
    names = [name for key in keys for name in small.lookup(key)]
    assert len(names) == small.manifest.counts["names"]
    assert all(name in small.lookup(fold(name.name)) for name in names)
    assert all(small.entity(name.entity) is not None for name in names)


def test_the_names_of_entities_are_those_that_lead_to_them(small: Lexicon) -> None:
    every = {(key, name) for key in small.keys("") for name in small.lookup(key)}
    some = sorted({name.entity for _, name in every})[::3]
    assert set(small.names_of([*some, "hgnc:0"])) == {(key, name) for key, name in every if name.entity in some}


def test_members_and_parents_are_entities_of_the_lexicon(small: Lexicon) -> None:
    for key in small.keys(""):
        for name in small.lookup(key):
            entity = small.entity(name.entity)
            assert entity is not None
            for curie in (*entity.members, *entity.parents):
                assert small.entity(curie) is not None


@given(prefix=st.text(alphabet="aktir1m2-", max_size=5))
def test_prefixes_agree_with_the_list_of_keys(small: Lexicon, prefix: str) -> None:
    expected = {key for key in small.keys("") if key.startswith(prefix)}
    assert set(small.keys(prefix)) == expected
    assert small.has_prefix(prefix) == bool(expected)


def test_gene_wants_the_current_symbol_letter_for_letter(small: Lexicon) -> None:
    gene = small.gene("AKT1")
    assert gene is not None
    assert (gene.id, gene.kind, gene.name) == ("hgnc:391", "gene", "AKT1")
    assert small.gene("Akt1") is None
    assert small.gene("PKB") is None


def test_unknown_things_are_nothing(small: Lexicon) -> None:
    assert small.lookup("nosuchname") == ()
    assert small.lookup("") == ()
    assert small.entity("hgnc:0") is None
    assert "nosuchname" not in small


def test_english_words(small: Lexicon) -> None:
    assert [small.is_english(word) for word in ("tea", "how", "Tea", "akt", "it's")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert sorted(small.english_words()) == ["how", "tea"]


def test_it_can_be_sent_to_another_process(small: Lexicon) -> None:
    other = pickle.loads(pickle.dumps(small))
    assert other.lookup("akt1") == small.lookup("akt1")
    assert other.fingerprint() == small.fingerprint()


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="figway lexicon build"):
        Lexicon.load(tmp_path)


@pytest.mark.parametrize("name", ["keys.marisa", "names.entity.bin", "entities.xrefs.bin"])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(LexiconError, match=name):
        Lexicon.load(copy)


@pytest.mark.parametrize("name", ["keys.marisa", "strings.marisa", "names.text.bin"])
def test_one_changed_byte_is_found(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(LexiconError, match=f"{name} is damaged"):
        Lexicon.load(copy)


def test_a_truncated_file_is_found(copy: Path) -> None:
    (copy / "strings.marisa").write_bytes((copy / "strings.marisa").read_bytes()[:-1])
    with pytest.raises(LexiconError, match="damaged"):
        Lexicon.load(copy)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("format", 99, "of format 99"),
        ("byteorder", "big", "big-endian"),
        ("files", {}, "lacks"),
        ("files", 3, "damaged"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(copy: Path, field: str, value: object, message: str) -> None:
    path = copy / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))
    with pytest.raises(LexiconError, match=message):
        Lexicon.load(copy)


def test_the_fingerprint_follows_the_content(small: Lexicon) -> None:
    manifest = small.manifest
    note = manifest.files["keys.marisa"]
    other = manifest.model_copy(
        update={"files": manifest.files | {"keys.marisa": note.model_copy(update={"sha256": "0"})}}
    )
    assert other.fingerprint() != manifest.fingerprint()
    assert manifest.model_copy(update={"sources": ()}).fingerprint() == manifest.fingerprint()
