"""See that a correction changes what it names, in the record that is shown, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from figway.corrections import Correction, apply_corrections, read_corrections, write_correction
from figway.library import Library
from figway.records import FigureRecord, Member, Mention


@pytest.fixture
def record(examples: Path) -> FigureRecord:
    return Library.open(examples).record("egfr_cascade")


def act(record: FigureRecord, name: str, mention: Mention | None = None, **more: object) -> Correction:
    place = {"mention": mention.id, "word": mention.word, "polygon": mention.polygon} if mention else {}
    fields = {"figid": record.figid, "act": name, "who": "Ann", "when": "2026-01-02T03:04:05Z", **place, **more}
    return Correction.model_validate(fields)


def gene(record: FigureRecord) -> Mention:
    return next(m for m in record.mentions if m.kind == "gene" and any(r.mention == m.id for r in record.genes))


def test_rejecting_takes_the_rows_away_and_leaves_the_label(record: FigureRecord) -> None:
    mention = gene(record)
    after = apply_corrections(record, [act(record, "reject", mention, why="a company")])
    assert not [r for r in after.genes if r.mention == mention.id]
    assert len(after.genes) < len(record.genes)
    changed = next(m for m in after.mentions if m.id == mention.id)
    assert (changed.kind, changed.word, changed.polygon) == ("other", mention.word, mention.polygon)
    assert changed.evidence[-1].what == "rejected by Ann: a company"
    assert [m for m in after.mentions if m.id != mention.id] == [m for m in record.mentions if m.id != mention.id]


def test_renaming_to_a_family_writes_a_row_for_each_member(record: FigureRecord) -> None:
    members = tuple(
        Member(symbol=s, identifiers=(f"hgnc:{n}", f"ncbigene:{e}"))
        for s, n, e in (("AKT1", 391, 207), ("AKT2", 392, 208))
    )
    mention = gene(record)
    c = act(record, "rename", mention, symbol="AKT", entity_kind="family", identifiers=("fplx:AKT",), members=members)
    after = apply_corrections(record, [c])
    rows = [r for r in after.genes if r.mention == mention.id]
    assert [(r.symbol, r.hgnc_symbol, r.entrez) for r in rows] == [("AKT", "AKT1", "207"), ("AKT", "AKT2", "208")]


def test_renaming_to_a_chemical_moves_it_to_that_table(record: FigureRecord) -> None:
    mention = gene(record)
    c = act(record, "rename", mention, symbol="Calcium", entity_kind="chemical", identifiers=("mesh:D002118",))
    after = apply_corrections(record, [c])
    assert not [r for r in after.genes if r.mention == mention.id]
    assert [(r.word, r.source, r.identifier) for r in after.chemicals if r.mention == mention.id] == [
        (mention.word, "MESH", "D002118")
    ]


def test_a_correction_finds_its_label_after_a_new_run(record: FigureRecord) -> None:
    mention = gene(record)
    moved = tuple(m.model_copy(update={"id": f"n{m.id}"}) for m in record.mentions)
    renumbered = record.evolve(
        mentions=moved, genes=tuple(r.model_copy(update={"mention": f"n{r.mention}"}) for r in record.genes)
    )
    after = apply_corrections(renumbered, [act(record, "reject", mention)])
    assert not [r for r in after.genes if r.mention == f"n{mention.id}"]


def test_what_is_gone_is_passed_over(record: FigureRecord) -> None:
    assert apply_corrections(record, [act(record, "reject", gene(record), word="something else")]) == record
    assert apply_corrections(record, [act(record, "reject-relation", source="a", target="b")]) == record


def test_rejecting_a_relation_keeps_anchors_right(record: FigureRecord) -> None:
    for n, r in enumerate(record.relations):
        c = act(
            record,
            "reject-relation",
            source=r.source,
            target=r.target,
            sign=r.sign,
            source_ids=r.source_ids,
            target_ids=r.target_ids,
        )
        after = apply_corrections(record, [c])
        assert len(after.relations) == len(record.relations) - 1
        kept = [x for i, x in enumerate(record.relations) if i != n]
        for old, new in zip(kept, after.relations, strict=True):
            if old.anchor and old.anchor.relation != n:
                assert new.anchor
                assert after.relations[new.anchor.relation].path == record.relations[old.anchor.relation].path


def test_title_organisms_and_kind(record: FigureRecord) -> None:
    acts = [
        act(record, "title", text="New"),
        act(record, "organisms", organisms=("Mus musculus",)),
        act(record, "kind", figure_kind="other"),
    ]
    after = apply_corrections(record, acts)
    assert (after.figure.figtitle, after.organisms, after.kind) == ("New", ("Mus musculus",), "other")


def test_acts_are_files_that_come_back_in_order(record: FigureRecord, tmp_path: Path) -> None:
    first, second = act(record, "title", text="A"), act(record, "title", text="B", when="2026-01-02T03:04:06Z")
    for c in (second, first):
        write_correction(tmp_path, c)
    (tmp_path / "corrections" / record.figid / "0-broken.json").write_text("{")
    assert [c for _, c in read_corrections(tmp_path, record.figid)] == [first, second]
