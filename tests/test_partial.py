"""Check that a record read in part is the whole one but for the fields that were left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from figway.lexicon.load import Lexicon
from figway.library import Library
from figway.partial import from_json_without, without_signatures
from figway.recognise.stage import Recogniser
from figway.records import Article, Figure, FigureRecord, Relation, TextLine


@pytest.fixture(scope="module")
def record() -> FigureRecord:
    box = ((0.0, 0.0), (40.0, 0.0), (40.0, 9.0), (0.0, 9.0))
    line = TextLine(id="t1", text="AKT1", polygon=box, score=0.9, lattice=((("A", 0.9), ("", 0.1)),))
    figure = Figure(caption='AKT1 in mice.\n "provenance": {"x": 1}', sentences=("AKT1 acts.",))
    given = FigureRecord(figid="f1", figure=figure, article=Article(title="X"), text=(line,), warnings=("one",))
    found = Recogniser(Lexicon.load())(given)
    assert found.mentions
    assert found.genes
    assert found.organisms
    return found.evolve(relations=(Relation(source="AKT1", target="AKT1"),))


def test_the_rest_is_read_as_it_stands(record: FigureRecord) -> None:
    part = from_json_without(record.to_json().encode(), Recogniser.empties)
    assert part == record.evolve(**dict.fromkeys(Recogniser.empties, ()))
    assert part.to_json() == record.evolve(**dict.fromkeys(Recogniser.empties, ())).to_json()


def test_what_recognising_resets_is_what_need_not_be_read(record: FigureRecord) -> None:
    stage = Recogniser(Lexicon.load())
    part = from_json_without(record.to_json().encode(), stage.empties)
    assert stage(stage.reset(part)) == stage(stage.reset(record))


def test_nothing_unknown_is_passed_over(record: FigureRecord, tmp_path: Path) -> None:
    raw = json.loads(record.to_json())
    for text in (json.dumps({**raw, "more": 1}, indent=1), json.dumps({**raw, "more": 1})):
        with pytest.raises(ValidationError, match="more"):
            from_json_without(text.encode(), Recogniser.empties)
    broken = record.to_json().replace('"angle": 0.0', '"angle": "steep"').encode()
    with pytest.raises(ValidationError, match="angle"):
        from_json_without(broken, Recogniser.empties)
    assert from_json_without(json.dumps(raw).encode(), Recogniser.empties) == record  # not as figway writes it


def test_signatures_alone_are_left_out(record: FigureRecord) -> None:
    signed = record.signed("recognise", "1", "0" * 16, {"organisms": "}"})
    other = record.evolve(warnings=())
    texts = [without_signatures(r.to_json().encode()) for r in (record, signed, other)]
    assert texts[0] == texts[1] != texts[2]
    assert b"AKT1 in mice" in texts[0]
    assert b'"warnings"' not in texts[0]
    assert b"one" in texts[0]


def test_a_library_reads_in_part(record: FigureRecord, tmp_path: Path) -> None:
    library = Library.create(tmp_path / "library")
    library.record_path("f1").write_text(record.to_json(), "utf-8")
    part = library.record("f1", without=("mentions",))
    assert not part.mentions
    assert part.genes == record.genes
