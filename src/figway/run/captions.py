"""Say what the caption alone states, of a figure whose picture is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figway.pipeline import Pipeline
from figway.records import FigureRecord
from figway.text import normalize

KINDS = frozenset({"gene", "family", "complex", "chemical"})
LONGEST = 3
SUREST = 0.5
_WORD = re.compile(r"[^\s,;:()\[\]]+")


def caption_only(record: FigureRecord, pipeline: Pipeline) -> FigureRecord:
    """Add the relations that the caption states between names of the lexicon; nothing else is taken from it."""
    from figway.recognise.stage import Recogniser
    from figway.relate.caption import stated
    from figway.relate.stage import Relater

    recogniser = next((stage for stage in pipeline.stages if isinstance(stage, Recogniser)), None)
    if recogniser is None or not any(isinstance(stage, Relater) for stage in pipeline.stages):
        return record
    match = recogniser.resolver.matcher.match
    names: list[str] = []
    for form in _forms(record.figure.caption):
        best = next(iter(match(form)), None)
        if best is not None and best.entity.kind in KINDS and best.score >= SUREST:
            names.append(form)
    return record.evolve(stated=stated(record.figure.caption, names))


def _forms(caption: str) -> Iterator[str]:
    """Yield words of a caption, and up to three in a row, that may be names."""
    words = [word.rstrip(".") for word in _WORD.findall(normalize(caption))]
    for size in range(1, LONGEST + 1):
        for start in range(len(words) - size + 1):
            if any(c.isalpha() for c in words[start]):
                yield " ".join(words[start : start + size])
