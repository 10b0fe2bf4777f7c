"""Say why gold arrows were missed, and how arrows fare by the kinds of their ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from figway.evaluate.judge import judge_relations, label_test
from figway.relate.labels import Label
from figway.relate.link import Link, Stroke, choose

ENTITIES = ("gene", "family", "complex", "chemical", "disease")


def kinds_of_ends(record: dict[str, Any], gold: dict[str, Any]) -> Counter[str]:
    """Count arrows wanted, found and claimed by the kinds of their ends: recognised entities, or others."""
    wanted = {e["label"]: e["type"] for e in gold["entities"]}
    given = {m["id"]: m["kind"] for m in record["mentions"]}

    def kind(ends: Sequence[Sequence[str]], kinds: dict[str, str]) -> str:
        return " to ".join("entity" if any(kinds.get(x) in ENTITIES for x in end) else "other" for end in ends)

    found = judge_relations(record, gold)
    counts: Counter[str] = Counter()
    for r, g in found.claimed:
        ends = (g["source"], g["target"]) if g else (r["source_ids"][:1], r["target_ids"][:1])
        name = kind(ends, wanted if g else given)
        counts[f"{name}, claimed"] += 1
        counts[f"{name}, right"] += g is not None
    for g in gold["relations"]:
        counts[f"{kind((g['source'], g['target']), wanted)}, wanted"] += 1
    for g in found.missed:
        counts[f"{kind((g['source'], g['target']), wanted)}, missed"] += 1
    return counts


def told_kinds(counts: Counter[str]) -> list[str]:
    """Write precision, recall and F1 for each kind of ends."""
    lines = []
    for name in sorted({k.split(",")[0] for k in counts}):
        wanted = counts[f"{name}, wanted"]
        p = counts[f"{name}, right"] / max(1, counts[f"{name}, claimed"])
        r = (wanted - counts[f"{name}, missed"]) / max(1, wanted)
        lines.append(f"  {name:18} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} of {wanted}")
    return lines


def why_missed(
    strokes: Sequence[Stroke],
    links: Sequence[Link],
    labels: Sequence[Label],
    record: dict[str, Any],
    gold: dict[str, Any],
    least: float,
) -> Counter[str]:
    """Count the missed gold arrows by what stood in their way: labels, links, the score, or a rival."""
    same = label_test(record, gold)
    got = {(labels[k.source].word, labels[k.target].word) for k in choose(links, strokes, least)}
    why: Counter[str] = Counter()
    for g in gold["relations"]:
        ends = [{i for i, n in enumerate(labels) if any(same(n.word, x) for x in g[e])} for e in ("source", "target")]
        if any((labels[s].word, labels[t].word) in got for s in ends[0] for t in ends[1]):
            why["found"] += 1
        elif not all(ends):
            why["a label is not among those read"] += 1
        elif not (fitting := [k for k in links if k.source in ends[0] and k.target in ends[1]]):
            turned = any(k.source in ends[1] and k.target in ends[0] for k in links)
            why["only the other way round" if turned else "no link was proposed"] += 1
        else:
            own = max(fitting, key=lambda k: k.score)
            head = strokes[own.stroke].head
            best = max((k for k in links if strokes[k.stroke].head == head), key=lambda k: k.score)
            if best is own:
                why["score too low"] += 1
            else:
                line = "same line" if best.stroke == own.stroke else "other line"
                why[f"another {'source' if best.source != own.source else 'target'} was preferred, {line}"] += 1
    return why
