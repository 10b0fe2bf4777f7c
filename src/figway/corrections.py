"""Correct records: what people say of them, one file an act, laid over the record and never written into it.

An act names its mention or relation by the record's identifiers and says what stood there (`word`, or source, sign and
target), so that it still finds it after a new run numbered them otherwise, and is passed over where it is gone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from figway.files import write_whole
from figway.geometry import box_of, overlap
from figway.records import (
    Evidence,
    FigureKind,
    FigureRecord,
    GeneRow,
    Kind,
    Member,
    Mention,
    Model,
    Relation,
    Sign,
    TermRow,
)

Act = Literal[
    "accept", "reject", "rename", "add",
    "accept-relation", "reject-relation", "change-relation", "add-relation",
    "title", "organisms", "kind",
]  # fmt: skip
_ROWS = {"chemical": "chemicals", "disease": "diseases"}


class Correction(Model):
    """Hold one act of one person on one figure.

    `text` is a title, or what a relation is changed to: another sign, or "swap" for the other direction.
    """

    figid: str
    act: Act
    who: str
    when: str
    why: str = ""
    mention: str = ""
    word: str = ""
    polygon: tuple[tuple[float, float], ...] = ()
    symbol: str = ""
    entity_kind: Kind = "other"
    identifiers: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    source: str = ""
    target: str = ""
    source_ids: tuple[str, ...] = ()
    target_ids: tuple[str, ...] = ()
    sign: Sign = "?"
    text: str = ""
    organisms: tuple[str, ...] = ()
    figure_kind: FigureKind = ""


def corrections_path(library: Path, figid: str) -> Path:
    """Give the folder of a figure's corrections."""
    return library / "corrections" / figid


def read_corrections(library: Path, figid: str) -> list[tuple[Path, Correction]]:
    """Read a figure's corrections in the order in which they were made; files that are none are passed over."""
    found = []
    for path in sorted(corrections_path(library, figid).glob("*.json")):
        try:
            found.append((path, Correction.model_validate_json(path.read_bytes())))
        except (ValidationError, OSError):
            continue
    return found


def write_correction(library: Path, correction: Correction) -> Path:
    """Write an act as a file of its own, named by when and what, so that files of two people never collide."""
    folder = corrections_path(library, correction.figid)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = "".join(c for c in correction.when if c.isdigit())
    who = "".join(c for c in correction.who.lower() if c.isalnum())[:20] or "somebody"
    path = folder / f"{stamp}-{who}-{correction.act}.json"
    write_whole(path, correction.model_dump_json(indent=1, exclude_defaults=True) + "\n")
    _mark(library)
    return path


def remove_correction(library: Path, path: Path) -> None:
    """Take an act back."""
    path.unlink(missing_ok=True)
    _mark(library)


def corrections_mark(library: Path) -> int:
    """Give what changes whenever an act is made or taken back, by whatever process; 0 where there never was one."""
    try:
        return (library / "corrections").stat().st_mtime_ns
    except OSError:
        return 0


def _mark(library: Path) -> None:
    # A folder's own time says nothing of the folders in it; the clock's is finer than what the system would set.
    now = time.time_ns()
    os.utime(library / "corrections", ns=(now, now))


def apply_corrections(record: FigureRecord, corrections: Iterable[Correction]) -> FigureRecord:
    """Give the record as people corrected it; the given one is unchanged."""
    for correction in corrections:
        record = _apply(record, correction)
    return record


def _apply(record: FigureRecord, c: Correction) -> FigureRecord:
    if c.act == "title":
        return record.evolve(figure=record.figure.model_copy(update={"figtitle": c.text}))
    if c.act == "organisms":
        return record.evolve(organisms=c.organisms)
    if c.act == "kind":
        return record.evolve(kind=c.figure_kind)
    if c.act.endswith("relation"):
        return _relations(record, c)
    if c.act == "add":
        return _added(record, c)
    mention = _find(record.mentions, c)
    return record if mention is None else _mention(record, mention, c)


def _find(mentions: Sequence[Mention], c: Correction) -> Mention | None:
    """Find the mention that is meant: of this identifier and word, else of this word at this place."""
    same = [m for m in mentions if m.word == c.word]
    exact = next((m for m in same if m.id == c.mention), None)
    if exact or not c.polygon:
        return exact
    place = box_of(c.polygon)
    return next((m for m in same if m.box and overlap(m.box, place) > 0.5 * place.area), None)


def _added(record: FigureRecord, c: Correction) -> FigureRecord:
    """Add a label that was drawn on the picture; where it stands already, nothing changes."""
    if any(m.id == c.mention for m in record.mentions):
        return record
    added = Mention(
        id=c.mention, word=c.word, polygon=c.polygon, kind=c.entity_kind, symbol=c.symbol, identifiers=c.identifiers,
        members=c.members, source="corrected", score=1.0, evidence=(Evidence(what=_said("added", c)),),
    )  # fmt: skip
    return _rows(record.evolve(mentions=(*record.mentions, added)), added)


def added_id(when: str) -> str:
    """Give the identifier of a label that is added at a time: no stage numbers its own like this."""
    return "mc" + "".join(c for c in when if c.isdigit())


def _said(what: str, c: Correction) -> str:
    return f"{what} by {c.who}" + (f": {c.why}" if c.why else "")


def _mention(record: FigureRecord, mention: Mention, c: Correction) -> FigureRecord:
    note = Evidence(what=_said(_PAST[c.act], c))
    update: dict[str, object] = {"score": 1.0, "evidence": (*mention.evidence, note)}
    if c.act == "reject":
        update |= {"kind": "other", "symbol": "", "identifiers": (), "members": (), "source": ""}
    if c.act == "rename":
        update |= {
            "kind": c.entity_kind, "symbol": c.symbol, "identifiers": c.identifiers, "members": c.members,
            "source": "corrected", "alternatives": (),
        }  # fmt: skip
    changed = mention.model_copy(update=update)
    mentions = tuple(changed if m is mention else m for m in record.mentions)
    return record.evolve(mentions=mentions) if c.act == "accept" else _rows(record.evolve(mentions=mentions), changed)


_PAST = {"accept": "accepted", "reject": "rejected", "rename": "renamed"}


def _rows(record: FigureRecord, mention: Mention) -> FigureRecord:
    """Make the rows of the tables anew for one mention."""
    genes = tuple(r for r in record.genes if r.mention != mention.id)
    if mention.kind in ("gene", "family", "complex"):
        things = mention.members or (Member(symbol=mention.symbol, identifiers=mention.identifiers),)
        genes += tuple(_gene(mention, thing) for thing in things)
    tables: dict[str, tuple[TermRow, ...]] = {}
    for kind, name in _ROWS.items():
        rows: tuple[TermRow, ...] = tuple(r for r in getattr(record, name) if r.mention != mention.id)
        if mention.kind == kind:
            prefix, _, local = (mention.identifiers or ("",))[0].partition(":")
            rows += (TermRow(word=mention.word, source=prefix.upper(), identifier=local, mention=mention.id),)
        tables[name] = rows
    return record.evolve(genes=genes, **tables)


def _gene(mention: Mention, thing: Member) -> GeneRow:
    entrez = next((i.removeprefix("ncbigene:") for i in thing.identifiers if i.startswith("ncbigene:")), "")
    return GeneRow(
        word=mention.word, symbol=mention.symbol, source="corrected", hgnc_symbol=thing.symbol, entrez=entrez,
        organism="Homo sapiens" if any(i.startswith("hgnc:") for i in thing.identifiers) else mention.organism,
        mention=mention.id,
    )  # fmt: skip


def _relations(record: FigureRecord, c: Correction) -> FigureRecord:
    if c.act == "add-relation":
        known = {m.id for m in record.mentions}
        if not {*c.source_ids, *c.target_ids} <= known:
            return record
        added = Relation(
            source=c.source, target=c.target, source_ids=c.source_ids, target_ids=c.target_ids, sign=c.sign, score=1.0,
            evidence=(Evidence(what=_said("added", c)),),
        )  # fmt: skip
        return record.evolve(relations=(*record.relations, added))
    meant = next((n for n, r in enumerate(record.relations) if _same(r, c)), None)
    if meant is None:
        return record
    if c.act != "reject-relation":
        relations = list(record.relations)
        relations[meant] = _changed(relations[meant], c)
        return record.evolve(relations=tuple(relations))
    return record.evolve(relations=tuple(_renumbered(r, meant) for n, r in enumerate(record.relations) if n != meant))


def _changed(relation: Relation, c: Correction) -> Relation:
    """Give a relation as it was accepted, or with another sign, or turned about."""
    note = Evidence(what=_said("accepted" if c.act == "accept-relation" else "changed", c))
    update: dict[str, object] = {"score": 1.0, "evidence": (*relation.evidence, note)}
    if c.act == "change-relation" and c.text == "swap":
        r = relation
        update |= {"source": r.target, "target": r.source, "source_ids": r.target_ids, "target_ids": r.source_ids}
        update["path"] = r.path[::-1]
    elif c.act == "change-relation" and c.text in ("+", "-", "?"):
        update["sign"] = c.text
    return relation.model_copy(update=update)


def _same(r: Relation, c: Correction) -> bool:
    ids = (r.source_ids, r.target_ids) == (c.source_ids, c.target_ids)
    return ids and (r.source, r.sign, r.target) == (c.source, c.sign, c.target)


def _renumbered(relation: Relation, gone: int) -> Relation:
    """Keep what ends on another arrow pointing at it when one before it is gone."""
    anchor = relation.anchor
    if anchor is None or anchor.relation < gone:
        return relation
    moved = None if anchor.relation == gone else anchor.model_copy(update={"relation": anchor.relation - 1})
    return relation.model_copy(update={"anchor": moved})
