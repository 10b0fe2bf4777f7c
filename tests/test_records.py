"""Check the record: its schema, that it is frozen, and that it comes back from JSON as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from figway import records
from figway.library import Library
from figway.records import Figure, FigureRecord, Mention, Relation, TextLine, json_schema

SCHEMA = Path(__file__).parents[1] / "docs" / "schema" / "record.schema.json"
MODELS = [m for m in vars(records).values() if isinstance(m, type) and issubclass(m, records.Model)]

texts = st.text(st.characters(codec="utf-8"), max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
points = st.tuples(numbers, numbers)
polygons = st.lists(points, min_size=3, max_size=6).map(tuple)
lines = st.builds(TextLine, id=texts, text=texts, polygon=polygons, score=numbers, angle=numbers, panel=st.none())
mentions = st.builds(Mention, id=texts, word=texts, symbol=texts, polygon=polygons, transforms=st.just(("plural",)))
relations = st.builds(Relation, source=texts, target=texts, sign=st.sampled_from("+-?"), path=polygons)


def test_the_committed_schema_is_the_generated_one() -> None:
    assert SCHEMA.read_text("utf-8") == json_schema(), "write it anew: python -m figway.records > docs/schema/..."


def test_the_schema_is_valid_and_closed() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    objects = [schema, *schema["$defs"].values()]
    assert all(part["additionalProperties"] is False for part in objects)


def test_records_of_the_examples_follow_the_schema(examples: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    files = list((examples / "records").glob("*.json"))
    assert len(files) == 6
    for path in files:
        validator.validate(json.loads(path.read_text("utf-8")))


def test_the_schema_refuses_what_is_no_record(examples: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    good = json.loads((examples / "records" / "egfr_cascade.json").read_text("utf-8"))
    for change in ({"figid": 7}, {"colour": "red"}, {"relations": [{"source": "A", "target": "B", "sign": "*"}]}):
        with pytest.raises(jsonschema.ValidationError):
            validator.validate({**good, **change})


def test_example_records_come_back_as_they_were(examples: Path) -> None:
    for record in Library(examples):
        text = record.to_json()
        assert FigureRecord.from_json(text) == record
        assert FigureRecord.from_json(text).to_json() == text
        assert (examples / "records" / f"{record.figid}.json").read_text("utf-8") == text


@given(
    figid=texts,
    text=st.lists(lines, max_size=3).map(tuple),
    mentions=st.lists(mentions, max_size=3).map(tuple),
    relations=st.lists(relations, max_size=3).map(tuple),
    warnings=st.lists(texts, max_size=3).map(tuple),
)
def test_any_record_comes_back_as_it_was(figid: str, **fields: Any) -> None:
    record = FigureRecord(figid=figid, **fields)
    assert FigureRecord.from_json(record.to_json()) == record


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.__name__)
def test_every_part_is_frozen_and_closed(model: type[BaseModel]) -> None:
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"
    for name, field in model.model_fields.items():
        assert "list[" not in str(field.annotation), f"{model.__name__}.{name} could be changed in place"


def test_a_record_cannot_be_changed() -> None:
    record = FigureRecord(figid="a")
    with pytest.raises(ValidationError):
        record.figid = "b"  # type: ignore[misc]
    changed = record.evolve(figure=Figure(caption="c"))
    assert (record.figure.caption, changed.figure.caption) == ("", "c")


def test_signing_adds_to_the_provenance_alone() -> None:
    record = FigureRecord(figid="a").signed("read", "1", "f00").signed("recognise", "2", "ba5")
    assert {name: s.fingerprint for name, s in record.provenance.items()} == {"read": "f00", "recognise": "ba5"}
    assert record.evolve(provenance={}) == FigureRecord(figid="a")


def test_every_field_of_the_page_of_docs_is_there() -> None:
    assert list(FigureRecord.model_fields)[:5] == ["schema_version", "figid", "figid_alias", "figure", "article"]
    empty = json.loads(FigureRecord(figid="a").to_json())
    assert {"text", "mentions", "relations", "stated", "genes", "chemicals", "diseases", "panels"} <= empty.keys()
