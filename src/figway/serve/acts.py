"""Turn what a person did on a figure's page into the fields of a correction; refuse in words what means nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, get_args

from fastapi import HTTPException

from figway.corrections import added_id
from figway.records import FigureRecord, Kind, Member, Mention, TextLine

ACTS = (
    "accept", "reject", "rename", "add", "accept-relation", "reject-relation", "change-relation", "add-relation",
    "title", "organisms", "kind", "undo",
)  # fmt: skip
KINDS = tuple(kind for kind in get_args(Kind) if kind != "other")
_SMALLEST = 3.0
"""Pixels that a box has at least on each side."""


@dataclass(frozen=True, slots=True)
class Given:
    """Hold the fields of the form; ends of a relation and marks are identifiers of mentions or of printed lines."""

    when: str
    mention: str = ""
    relation: str = ""
    name: str = ""
    text: str = ""
    box: str = ""
    kind: str = ""
    source: str = ""
    target: str = ""


def fields_of(record: FigureRecord, act: str, given: Given) -> dict[str, Any]:
    """Gather what an act needs; answers 400 in words where something is missing.

    Naming a printed line that nothing recognised adds a label in its place.
    """
    if act in ("title", "organisms", "kind"):
        return _of_figure(act, given.text)
    if act == "add-relation":
        return _new_relation(record, given)
    if act.endswith("relation"):
        return _old_relation(record, act, given)
    if act == "add":
        return _label(record, given, _box(given.box, record), given.name)
    meant = next((m for m in record.mentions if m.id == given.mention), None)
    if meant is None:
        line = next((t for t in record.text if t.id == given.mention), None) if act == "rename" else None
        if line is None:
            raise HTTPException(400, "Choose a label first.")
        return _of_line(record, given, line)
    place = {"mention": meant.id, "word": meant.word, "polygon": meant.polygon}
    return {**place, **_named(given.name, given.kind)} if act == "rename" else place


def _of_figure(act: str, text: str) -> dict[str, Any]:
    if act == "title":
        if not text:
            raise HTTPException(400, "A title cannot be empty.")
        return {"text": text}
    if act == "organisms":
        return {"organisms": tuple(o.strip() for o in text.split(",") if o.strip())}
    if text not in ("pathway", "composite", "other"):
        raise HTTPException(400, "A figure is a pathway, composite or other.")
    return {"figure_kind": text}


def _old_relation(record: FigureRecord, act: str, given: Given) -> dict[str, Any]:
    number = given.relation
    if not number.isdecimal() or len(number) > 6 or int(number) >= len(record.relations):
        raise HTTPException(400, "Choose a relation first.")
    if act == "change-relation" and given.text not in ("+", "-", "?", "swap"):
        raise HTTPException(400, "A relation becomes +, -, ? or is turned about (swap).")
    r = record.relations[int(number)]
    return {
        "source": r.source, "target": r.target, "sign": r.sign, "source_ids": r.source_ids, "target_ids": r.target_ids,
        "text": given.text if act == "change-relation" else "",
    }  # fmt: skip


def _new_relation(record: FigureRecord, given: Given) -> dict[str, Any]:
    ends = [_end(record, given.source, "from"), _end(record, given.target, "to")]
    if ends[0].id == ends[1].id:
        raise HTTPException(400, "An arrow leads from one label to another.")
    if given.text not in ("+", "-", "?"):
        raise HTTPException(400, "Say what the arrow does: + activates, - inhibits, ? is not clear.")
    return {
        "source": ends[0].word, "target": ends[1].word, "sign": given.text,
        "source_ids": (ends[0].id,), "target_ids": (ends[1].id,),
    }  # fmt: skip


def _end(record: FigureRecord, mark: str, side: str) -> Mention:
    """Find the label that a mark stands for: itself, or the one that was made of a printed line."""
    for mention in record.mentions:
        if mark and (mention.id == mark or (mention.kind == "other" and mark in mention.text_ids)):
            return mention
    if any(t.id == mark for t in record.text):
        raise HTTPException(400, f"The text that the arrow leads {side} has no name yet: name it first.")
    raise HTTPException(400, f"Choose the label that the arrow leads {side}.")


def _of_line(record: FigureRecord, given: Given, line: TextLine) -> dict[str, Any]:
    """Name a printed line: the label that nothing recognised is renamed, else one is added."""
    known = next((m for m in record.mentions if m.kind == "other" and line.id in m.text_ids), None)
    if known:
        place = {"mention": known.id, "word": known.word, "polygon": known.polygon}
        return {**place, **_named(given.name, given.kind)}
    return _label(record, given, line.polygon, line.text)


def _label(record: FigureRecord, given: Given, polygon: Any, word: str) -> dict[str, Any]:
    return {
        "act": "add", "mention": added_id(given.when), "word": word, "polygon": polygon,
        **_named(given.name, given.kind),
    }  # fmt: skip


def _box(text: str, record: FigureRecord) -> tuple[tuple[float, float], ...]:
    """Read a box that was drawn, `x0,y0,x1,y1` in pixels of the picture, cut to it."""
    try:
        x0, y0, x1, y1 = (float(part) for part in text.split(","))
    except ValueError:
        raise HTTPException(400, "Draw a box round the label first.") from None
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        raise HTTPException(400, "The box has no place on the figure.")
    wide, high = record.figure.image.width or 1e5, record.figure.image.height or 1e5
    (x0, x1), (y0, y1) = ([min(max(v, 0.0), most) for v in pair] for pair, most in (((x0, x1), wide), ((y0, y1), high)))
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if x1 - x0 < _SMALLEST or y1 - y0 < _SMALLEST:
        raise HTTPException(400, "The box is too small, or not on the figure.")
    return tuple((round(x, 1), round(y, 1)) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)))


def _named(name: str, kind: str) -> dict[str, Any]:
    """Look a name or CURIE up in the lexicon; what it does not know is taken as given where a kind is said."""
    from figway.lexicon.load import Lexicon
    from figway.text import fold

    lexicon = Lexicon.load()
    entity = lexicon.entity(name) or lexicon.gene(name)
    if entity and kind in KINDS and entity.kind != kind and ":" not in name:
        entity = None
    if entity is None:
        names = lexicon.lookup(fold(name)) if name else ()
        found = [e for n in names if (e := lexicon.entity(n.entity))]
        entity = next((e for e in found if e.kind == kind), None if kind in KINDS else next(iter(found), None))
    if entity is None and name and kind in KINDS:
        return {"symbol": name, "entity_kind": kind}
    if entity is None:
        raise HTTPException(
            400,
            f"figway knows nothing of the name {name[:80]!r}; give a symbol, a name or an identifier such as hgnc:391, "
            "or say what kind of thing it is.",
        )
    members = [m for m in map(lexicon.entity, entity.members) if m]
    return {
        "symbol": entity.name, "entity_kind": entity.kind, "identifiers": (entity.id, *entity.xrefs),
        "members": tuple(Member(symbol=m.name, identifiers=(m.id, *m.xrefs)) for m in members),
    }  # fmt: skip
