"""Compose stages, run one figure through them, and turn a failure into data.

A stage takes a record and the decoded picture and returns a new, richer record. Each stage's result is signed in
`record.provenance` by a fingerprint of its version, options and models; the key of the first entry, `acquire`, is
the hash of the picture and its metadata. A stored record is therefore its own cache: what was made by the same
chain of fingerprints is kept, and work starts again at the first stage that differs.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from figway.errors import FigwayError
from figway.records import Failure, FigureRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
else:
    Image = Any

ACQUIRE = "acquire"
LOAD = "load"
"""The step before a stage in which it loads its models; what goes wrong then is no fault of the figure."""
NOTHING_TO_SEE = {"without": "the picture"}
"""What a stage signs that needs a picture, in the record of a figure without one."""


class Stage(Protocol):
    """Describe a stage: pure and re-entrant.

    `reads` and `fills` name the fields of a record that it uses and that it changes, of those that stages fill.
    """

    name: str
    version: str
    needs_image: bool
    reads: tuple[str, ...]
    fills: tuple[str, ...]

    def load(self) -> None:
        """Load the models, where that is not done yet. Raises ResourceError."""
        ...

    def fingerprint(self) -> str:
        """Give the hash of name, version, options and models."""
        ...

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without what this stage adds."""
        ...

    def __call__(self, record: FigureRecord, image: Image | None) -> FigureRecord:
        """Return the record with what this stage adds, signed in its provenance."""
        ...


def fingerprint(*parts: str) -> str:
    """Hash parts to sixteen hexadecimal digits.

    >>> fingerprint("read", "1") == fingerprint("read", "1") != fingerprint("read1")
    True
    """
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def first_to_do(record: FigureRecord | None, source_key: str, stages: Sequence[Stage]) -> int | None:
    """Tell from which stage on a stored record must be made anew: an index, or None when it is up to date.

    -1 says that there is no usable record: another picture, other metadata, or nothing stored.
    """
    if record is None:
        return -1
    signed = record.provenance
    if ACQUIRE not in signed or signed[ACQUIRE].fingerprint != source_key:
        return -1
    for index, stage in enumerate(stages):
        if stage.name not in signed or signed[stage.name].fingerprint != stage.fingerprint():
            return index
    return None


def stands_aside(stage: Stage) -> bool:
    """Tell whether no later stage uses what this one makes, so that it can be redone by itself."""
    return bool(getattr(stage, "aside", False))


def empties(stage: Stage) -> tuple[str, ...]:
    """Name the fields that a stage's `reset` leaves empty, so that they need not be read for it."""
    return tuple(getattr(stage, "empties", ()))


class Pipeline:
    """Run stages in order, decoding the picture at most once and only when a stage needs it."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = tuple(stages)

    def __call__(
        self,
        record: FigureRecord,
        image: Callable[[], Image],
        start: int = 0,
        tell: Callable[[str], None] = lambda stage: None,
    ) -> FigureRecord:
        """Run the stages from `start` on; `tell` hears the name of each before it begins, and `LOAD` before that.

        What a stage raises goes through to the caller.
        """
        record = self._reset(record, start)
        for stage in self.stages[start:]:
            record = _run(stage, record, image, tell)
        return record

    def without_image(self, record: FigureRecord, tell: Callable[[str], None] = lambda stage: None) -> FigureRecord:
        """Run the stages that can do without a picture; the others sign that they had nothing to see."""
        record = self._reset(record, 0)
        for stage in self.stages:
            tell(stage.name)
            if stage.needs_image and not stands_aside(stage):
                record = stage.reset(record).signed(stage.name, stage.version, stage.fingerprint(), NOTHING_TO_SEE)
            else:
                record = stage(record, None)
        return record

    def redo(
        self, record: FigureRecord, image: Callable[[], Image], index: int, tell: Callable[[str], None]
    ) -> FigureRecord:
        """Run one stage anew; what later stages made stays only where what they were given is still the same."""
        stage, later = self.stages[index], self.stages[index + 1 :]
        if stands_aside(stage):
            return self._in_order(_run(stage, record, image, tell))
        new = _run(stage, self._reset(record, index), image, tell)
        given = self._reset(record, index + 1)
        if any(getattr(new, name) != getattr(given, name) for s in later for name in s.reads):
            return new
        made = {name: getattr(record, name) for s in later for name in s.fills}
        signed = {s.name: record.provenance[s.name] for s in later if s.name in record.provenance}
        return new.evolve(**made, provenance={**new.provenance, **signed})

    def _in_order(self, record: FigureRecord) -> FigureRecord:
        """Return the record with its provenance in the order of the stages, as a run from the start writes it."""
        names = [ACQUIRE, *(stage.name for stage in self.stages)]
        rest = [name for name in record.provenance if name not in names]
        signed = {name: record.provenance[name] for name in (*names, *rest) if name in record.provenance}
        return record.evolve(provenance=signed)

    def _reset(self, record: FigureRecord, start: int) -> FigureRecord:
        """Return the record without what the stages from `start` on made."""
        for stage in reversed(self.stages[start:]):
            kept = {k: v for k, v in record.provenance.items() if k != stage.name}
            record = stage.reset(record).evolve(provenance=kept)
        return record


def _run(stage: Stage, record: FigureRecord, image: Callable[[], Image], tell: Callable[[str], None]) -> FigureRecord:
    tell(LOAD)
    stage.load()
    tell(stage.name)
    return stage(record, image() if stage.needs_image else None)


def failure_of(figid: str, stage: str, error: BaseException, path: str | Path = "") -> Failure:
    """Describe an error as a failure record; errors that are not figway's own are named by their type."""
    message = " ".join(str(error).split()) or type(error).__name__
    if not isinstance(error, FigwayError | OSError):
        message = f"{message} (an error inside figway; please report it with this figure)"
    return Failure(
        figid=printable(figid),
        stage=stage,
        error=type(error).__name__,
        message=printable(message),
        path=printable(path),
    )


def printable(text: str | Path) -> str:
    """Replace what UTF-8 cannot hold, such as bytes of a file name in another encoding.

    >>> printable("caf\\udce9.png")
    'caf\ufffd.png'
    """
    return os.fsencode(str(text)).decode("utf-8", "replace")
