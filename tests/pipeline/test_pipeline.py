"""Check how stages are put together: what runs, what is kept, and how errors become data."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.errors import ImageError
from figway.pipeline import ACQUIRE, LOAD, Image, Pipeline, failure_of, fingerprint, first_to_do, printable
from figway.records import FigureRecord

PICTURE = np.zeros((2, 2, 3), dtype=np.uint8)


@dataclass
class Step:
    """A stage that adds its name to the warnings, and remembers what it was given."""

    name: str
    needs_image: bool = False
    version: str = "1"
    reads: tuple[str, ...] = ("warnings",)
    fills: tuple[str, ...] = ("warnings",)
    loaded: int = 0
    seen: list[Image | None] = field(default_factory=list)

    def load(self) -> None:
        self.loaded += 1

    def fingerprint(self) -> str:
        return fingerprint(self.name, self.version)

    def reset(self, record: FigureRecord) -> FigureRecord:
        return record.evolve(warnings=tuple(w for w in record.warnings if w != self.name))

    def __call__(self, record: FigureRecord, image: Image | None) -> FigureRecord:
        self.seen.append(image)
        record = record.evolve(warnings=(*record.warnings, self.name))
        return record.signed(self.name, self.version, self.fingerprint())


@dataclass
class Namer(Step):
    """A stage that fills `organisms`."""

    fills: tuple[str, ...] = ("organisms",)
    names: tuple[str, ...] = ("Mus musculus",)

    def reset(self, record: FigureRecord) -> FigureRecord:
        return record.evolve(organisms=())

    def __call__(self, record: FigureRecord, image: Image | None) -> FigureRecord:
        return record.evolve(organisms=self.names).signed(self.name, self.version, self.fingerprint())


@dataclass
class Noter(Step):
    """A stage that fills `annotations` from what a `Namer` made."""

    reads: tuple[str, ...] = ("organisms",)
    fills: tuple[str, ...] = ("annotations",)

    def reset(self, record: FigureRecord) -> FigureRecord:
        return record.evolve(annotations=())

    def __call__(self, record: FigureRecord, image: Image | None) -> FigureRecord:
        self.seen.append(image)
        return record.evolve(annotations=record.organisms).signed(self.name, self.version, self.fingerprint())


def begun() -> FigureRecord:
    return FigureRecord(figid="a", warnings=("from the metadata",)).signed(ACQUIRE, "1", "key")


def no_image() -> Image:
    raise AssertionError("the picture was decoded")


def test_stages_run_in_order_and_sign_what_they_did() -> None:
    told: list[str] = []
    record = Pipeline([Step("a"), Step("b")])(begun(), no_image, tell=told.append)
    assert record.warnings == ("from the metadata", "a", "b")
    assert list(record.provenance) == [ACQUIRE, "a", "b"]
    assert told == [LOAD, "a", LOAD, "b"]


def test_the_picture_goes_to_those_who_need_it() -> None:
    steps = [Step("a", needs_image=True), Step("b")]
    Pipeline(steps)(begun(), lambda: PICTURE)
    assert steps[0].seen == [PICTURE]
    assert steps[1].seen == [None]
    Pipeline([Step("b")])(begun(), no_image)


def test_what_is_up_to_date_is_told_from_what_is_not() -> None:
    steps = [Step("a"), Step("b"), Step("c")]
    record = Pipeline(steps)(begun(), no_image)
    assert first_to_do(None, "key", steps) == -1
    assert first_to_do(begun(), "key", steps) == 0
    assert first_to_do(record, "key", steps) is None
    assert first_to_do(record, "another picture", steps) == -1
    assert first_to_do(record.evolve(provenance={}), "key", steps) == -1
    for index, name in enumerate("abc"):
        changed = [Step(s.name, version="2" if s.name == name else "1") for s in steps]
        assert first_to_do(record, "key", changed) == index
    assert first_to_do(record, "key", [*steps, Step("new")]) == 3


@pytest.mark.parametrize("start", [0, 1, 2])
def test_beginning_anywhere_gives_the_same_record(start: int) -> None:
    steps = [Step("a"), Step("b"), Step("c")]
    record = Pipeline(steps)(begun(), no_image)
    again = [Step("a"), Step("b"), Step("c")]
    assert Pipeline(again)(record, no_image, start) == record
    assert [len(s.seen) for s in again] == [int(i >= start) for i in range(3)]


def test_what_a_later_stage_made_stays_where_what_it_reads_is_the_same() -> None:
    steps = [Namer("a"), Noter("b")]
    record = Pipeline(steps)(begun(), no_image)
    again = [Namer("a", version="2"), Noter("b")]
    same = Pipeline(again)(begun(), no_image)
    assert Pipeline(again).redo(record, no_image, 0, lambda stage: None) == same
    assert (again[0].loaded, len(again[1].seen)) == (2, 1)
    other = [Namer("a", names=("Homo sapiens",)), Noter("b")]
    changed = Pipeline(other).redo(record, no_image, 0, lambda stage: None)
    assert (changed.organisms, changed.annotations) == (("Homo sapiens",), ())
    assert list(changed.provenance) == [ACQUIRE, "a"]
    assert not other[1].seen


def test_errors_become_data() -> None:
    failure = failure_of("a", "read", ImageError("x.png:\n  too small"), "x.png")
    assert (failure.error, failure.message, failure.path) == ("ImageError", "x.png: too small", "x.png")
    assert "an error inside figway" in failure_of("a", "read", ZeroDivisionError("by zero")).message
    assert failure_of("a", "read", MemoryError()).message.startswith("MemoryError")


@given(st.binary(max_size=20))
def test_any_file_name_can_be_told(name: bytes) -> None:
    failure = failure_of("a", "read", OSError("gone"), name.decode("utf-8", "surrogateescape"))
    failure.model_dump_json().encode("utf-8")
    assert printable(failure.path) == failure.path


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=3))
def test_fingerprints_tell_parts_apart(parts: list[str]) -> None:
    joined = "".join(parts)
    assert (fingerprint(*parts) == fingerprint(joined)) == (len(parts) == 1)
    assert len(fingerprint(*parts)) == 16
