"""Compose stages, run one figure through them, and turn a failure into data.

A stage takes a record and the decoded picture and returns a new, richer record. Each stage's result is signed in
`record.provenance` by a fingerprint of its version, options and models; the key of the first entry, `acquire`, is
the hash of the picture and its metadata. A stored record is therefore its own cache: what was made by the same
chain of fingerprints is kept, and work starts again at the first stage that differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from figway.errors import FigwayError
from figway.records import Failure, FigureRecord, StageProvenance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
else:
    Image = Any

ACQUIRE = "acquire"


class Stage(Protocol):
    """Describe a stage: pure and re-entrant; models are loaded when it is made."""

    name: str
    version: str
    needs_image: bool

    def fingerprint(self) -> str:
        """Give the hash of name, version, options and models."""
        ...

    def detail(self) -> dict[str, str]:
        """Give versions and hashes of models or lexicon, for the record's provenance."""
        ...

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without what this stage adds."""
        ...

    def __call__(self, record: FigureRecord, image: Image | None) -> FigureRecord:
        """Return the record with what this stage adds."""
        ...


class StageFailed(Exception):
    """Carry the failure of one stage out of the chain."""

    def __init__(self, stage: str, cause: Exception) -> None:
        super().__init__(f"{stage}: {cause}")
        self.stage = stage
        self.cause = cause


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


def sign(record: FigureRecord, stage: Stage) -> FigureRecord:
    """Return the record with the stage's name, version and fingerprint in its provenance."""
    entry = StageProvenance(
        name=stage.name, version=stage.version, fingerprint=stage.fingerprint(), detail=stage.detail()
    )
    return record.evolve(provenance={**record.provenance, stage.name: entry})


class Pipeline:
    """Run stages in order, decoding the picture at most once and only when a stage needs it."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = tuple(stages)

    def __call__(
        self, record: FigureRecord, image: Callable[[], Image], start: int = 0, stop: int | None = None
    ) -> FigureRecord:
        """Run the stages from `start` to before `stop`; raises StageFailed with the first error."""
        for stage in reversed(self.stages[start:]):
            kept = {k: v for k, v in record.provenance.items() if k != stage.name}
            record = stage.reset(record).evolve(provenance=kept)
        pixels: Image | None = None
        for stage in self.stages[start:stop]:
            try:
                if stage.needs_image and pixels is None:
                    pixels = image()
                record = sign(stage(record, pixels), stage)
            except Exception as error:  # the one place: whatever one figure does to a stage becomes data
                raise StageFailed(stage.name, error) from error
        return record


def failure_of(figid: str, stage: str, error: BaseException, path: str = "") -> Failure:
    """Describe an error as a failure record; errors that are not figway's own are named by their type."""
    message = " ".join(str(error).split()) or type(error).__name__
    if not isinstance(error, FigwayError | OSError):
        message = f"{message} (an error inside figway; please report it with this figure)"
    return Failure(figid=figid, stage=stage, error=type(error).__name__, message=message, path=path)
