"""Make a logic model of a figure's record: what its arrows say, under the default rules."""

from __future__ import annotations

from itertools import product

from figway.records import FigureRecord, Mention
from figway.simulate.default import Influence, Unsigned, default_model
from figway.simulate.model import LogicModel, make_ids
from figway.text import fold


def figure_model(record: FigureRecord, *, unsigned: Unsigned = "unknown", min_score: float = 0.0) -> LogicModel:
    """Make the model of a figure; only what an arrow touches is a variable.

    Mentions of the same thing are one variable. The parts of a complex act together where an arrow leaves from all
    of them; other groups act member by member.
    """
    keys: dict[str, str] = {}
    labels: dict[str, str] = {}
    for mention in record.mentions:
        name = mention.symbol or mention.word
        keys[mention.id] = fold(name) or name
        labels.setdefault(keys[mention.id], name)
    complexes = _complexes(record.mentions, keys)
    found: list[Influence] = []
    for r in record.relations:
        if r.score < min_score:
            continue
        ends = []
        for ids, word in ((r.source_ids, r.source), (r.target_ids, r.target)):
            if not ids:
                labels.setdefault(fold(word) or word, word)
            ends.append(tuple(dict.fromkeys(keys[i] for i in ids)) if ids else (fold(word) or word,))
        sources, targets = ends
        together = frozenset(sources) in complexes
        groups = [sources] if together else [(s,) for s in sources]
        found += [Influence(g, t, r.sign) for g, t in product(groups, targets) if g != (t,)]
    used = dict.fromkeys(name for i in found for name in (*i.sources, i.target))
    variables = dict(zip(used, make_ids(labels[k] for k in used), strict=True))
    renamed = [Influence(tuple(variables[s] for s in i.sources), variables[i.target], i.sign) for i in found]
    title = record.figure.figtitle or record.figid
    return default_model({variables[k]: labels[k] for k in used}, renamed, unsigned=unsigned, title=title)


def _complexes(mentions: tuple[Mention, ...], keys: dict[str, str]) -> set[frozenset[str]]:
    parts: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.complex:
            parts.setdefault(mention.complex, set()).add(keys[mention.id])
    return {frozenset(p) for p in parts.values()}
