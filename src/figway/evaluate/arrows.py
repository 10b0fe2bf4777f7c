"""Say of each relation of a figure whether it is right, and what kind of error it is where not."""

from __future__ import annotations

from collections.abc import Iterator

from figway.evaluate.errors import Names
from figway.evaluate.findings import Finding
from figway.evaluate.judge import judge_relations, label_test
from figway.evaluate.labels import Json, string
from figway.evaluate.places import polygon_from
from figway.geometry import Polyline, box_of

ARROWS = {"+": "→", "-": "⊣", "?": "—"}


def relation_findings(names: Names) -> Iterator[Finding]:
    """Yield a finding for each distinct relation claimed, each missed, and each sign that is wrong.

    Figures whose arrows were not all annotated give none, as in the score.
    """
    record, gold = names.record, names.gold
    if "relations" not in gold or not gold.get("relations_complete", True):
        return
    judged = judge_relations(record, gold)
    hit: list[int] = []
    for relation, drawn in judged.claimed:
        label, path = _text(relation), _path(relation, names)
        sign = string(relation.get("sign"))
        why = tuple(string(e.get("what")) for e in relation.get("evidence") or () if isinstance(e, dict))
        if drawn is None:
            kind, detail = _wrong(relation, gold, record)
            yield Finding("relations", "wrong", label, "", kind, detail, why, (), path, sign)
            continue
        yield Finding("relations", "right", label, "", why=why, path=path, sign=sign, count=id(drawn) not in hit)
        if id(drawn) not in hit and drawn["sign"] in ("+", "-") and sign != drawn["sign"]:
            detail = f"drawn as {_text(drawn)}"
            yield Finding("signs", "spared", label, "", "wrong sign", detail, why, (), path, sign)
        hit.append(id(drawn))
    for drawn in judged.missed:
        kind, detail = _missed(drawn, names)
        yield Finding(
            "relations", "missed", _text(drawn), "", kind, detail, path=_missed_path(drawn, names), sign=drawn["sign"]
        )


def _text(relation: Json) -> str:
    ends = [" | ".join(e) if isinstance(e, list) else string(e) for e in (relation["source"], relation["target"])]
    return f"{ends[0]} {ARROWS.get(string(relation.get('sign')), '—')} {ends[1]}"


def _path(relation: Json, names: Names) -> Polyline:
    """Give the line that was followed, or a straight one between the labels."""
    path = polygon_from(relation.get("path"))
    if len(path) > 1:
        return path
    ends = [
        next((p for i in relation.get(f"{end}_ids") or () if (p := _place(names.mentions.get(i)))), ())
        for end in ("source", "target")
    ]
    ends = [
        e or next(iter(names.page.find(string(relation.get(k))).polygons), ())
        for e, k in zip(ends, ("source", "target"), strict=True)
    ]
    return tuple(box_of(e).center for e in ends if e) if all(ends) else ()


def _place(mention: Json | None) -> Polyline:
    return polygon_from(mention.get("polygon")) if mention else ()


def _missed_path(drawn: Json, names: Names) -> Polyline:
    ends = [next((p for x in drawn[k] for p in names.page.find(x).polygons), ()) for k in ("source", "target")]
    return tuple(box_of(e).center for e in ends) if all(ends) else ()


def _wrong(relation: Json, gold: Json, record: Json) -> tuple[str, str]:
    same = label_test(record, gold)
    s, t = string(relation.get("source")), string(relation.get("target"))

    def at(end: str, label: str) -> list[Json]:
        return [g for g in gold["relations"] if any(same(label, x) for x in g[end])]

    back = [g for g in at("source", t) if any(same(s, x) for x in g["target"])]
    if back:
        return "reversed", f"drawn as {_text(back[0])}"
    labels = [e["label"] for e in gold["entities"]]
    strange = [x for x in (s, t) if not any(same(x, label) for label in labels)]
    if strange:
        return "end that is no label", ", ".join(f"“{x}”" for x in strange)
    near = at("source", s) or at("target", t)
    return ("one end wrong", f"drawn is {_text(near[0])}") if near else ("no such arrow", "")


def _missed(drawn: Json, names: Names) -> tuple[str, str]:
    unread = [
        "|".join(drawn[end]) for end in ("source", "target") if not any(names.page.find(x).seen for x in drawn[end])
    ]
    if not names.record:
        return "no record", ""
    if unread:
        return "an end was not read", ", ".join(unread)
    same = label_test(names.record, names.gold)
    claimed = [r for r in names.record.get("relations") or () if isinstance(r, dict)]

    def fits(label: object, end: str) -> bool:
        return any(same(string(label), x) for x in drawn[end])

    if any(fits(r.get("source"), "target") and fits(r.get("target"), "source") for r in claimed):
        return "found reversed", ""
    near = [r for r in claimed if fits(r.get("source"), "source") or fits(r.get("target"), "target")]
    return ("found with another end", f"found {_text(near[0])}") if near else ("arrow not found", "")
