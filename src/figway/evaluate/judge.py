"""Judge what a record claims against the gold of its figure: which items are right, wrong and missed.

The rules are those of docs/guidelines.md; `figway.evaluate.score` counts what is judged here, and
`figway.evaluate.errors` says what kind of error each wrong or missed item is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from figway.evaluate.labels import Json, bare, fold, plain, rows, similar, string

Symbols = AbstractSet[str]
Item = tuple[str, str]


class Genes(NamedTuple):
    """Hold the judgement of a figure's genes.

    `items` are the claimed genes and families with their symbols; `missed` are symbols of genes printed by
    themselves, `missed_groups` the gold entities of families and complexes; `hits` counts what was found and `extra`
    the claimed symbols that the figure does not print.
    """

    items: dict[Item, set[str]]
    wrong: list[Item]
    missed: set[str]
    missed_groups: list[Json]
    hits: int
    extra: int


class Terms(NamedTuple):
    """Hold the judgement of a figure's chemicals or diseases.

    `right` are pairs of gold entity and row, with whether the identifier is right too; `spared` are rows of labels
    that the gold holds as a related kind, which count neither way.
    """

    right: list[tuple[Json, Json, bool]]
    missed: list[Json]
    wrong: list[Json]
    spared: list[Json]


class Relations(NamedTuple):
    """Hold the judgement of a figure's relations.

    `claimed` has for each distinct pair of ends the gold relation that it is, or None; `hits` counts the gold
    relations found, and `signs` those with this sign and those of them that got it.
    """

    claimed: list[tuple[Json, Json | None]]
    missed: list[Json]
    hits: int
    signs: dict[str, list[int]]


def gene_items(record: Json) -> dict[Item, set[str]]:
    """Give what a record claims: each gene by itself, the members of one family or complex as one item."""
    items: dict[Item, set[str]] = {}
    for g in rows(record, "genes"):
        symbol = string(g.get("hgnc_symbol"))
        if symbol:
            items.setdefault(item_of(g), set()).add(symbol)
    return items


def item_of(row: Json) -> Item:
    """Give the item that a row of the gene table belongs to."""
    if str(row.get("source", "")).startswith(("bioentities", "famplex")):
        return "family", fold(row.get("symbol") or row.get("word"))
    return "gene", string(row.get("hgnc_symbol"))


def fits(symbols: Symbols, family: bool, specific: Symbols, groups: Iterable[Symbols]) -> bool:
    """Tell whether one claimed item belongs to the figure.

    A single gene must be printed by itself or be a member of a printed family. A family must share half of the
    smaller side with one printed family and not be more than six times its size, or have three in ten of its
    members printed one by one: so that one giant family earns nothing.
    """
    if not family:
        return any(symbols <= g for g in (specific, *groups))
    if len(symbols & specific) >= 0.3 * len(symbols):
        return True
    return any(len(symbols & g) >= 0.5 * min(len(symbols), len(g)) and len(symbols) <= 6 * len(g) for g in groups)


def judge_genes(record: Json, gold: Json) -> Genes:
    """Judge genes one by one; a family or complex counts once, found when an item that fits holds a member of it."""
    items = gene_items(record)
    specific: set[str] = set()
    counted: dict[frozenset[str], Json] = {}
    tolerated: set[frozenset[str]] = set()
    for e in gold["entities"]:
        genes = frozenset(e.get("genes") or [])
        if not genes:
            continue
        if e["type"] == "gene":
            specific |= genes
        elif e["type"] in ("family", "complex"):
            counted[genes] = e
        else:
            tolerated.add(genes)
    groups = counted.keys() | tolerated
    good = {k: symbols for k, symbols in items.items() if fits(symbols, k[0] == "family", specific, groups)}
    found = _found(good, specific, groups)
    counted = {g: e for g, e in counted.items() if not g & specific}
    missed_groups = [e for g, e in counted.items() if not g & found]
    everything: set[str] = set().union(*items.values())
    return Genes(
        items=items,
        wrong=[k for k in items if k not in good],
        missed=specific - found,
        missed_groups=missed_groups,
        hits=len(specific & found) + len(counted) - len(missed_groups),
        extra=len(everything - specific.union(*groups)),
    )


def _found(good: dict[Item, set[str]], specific: set[str], groups: AbstractSet[frozenset[str]]) -> set[str]:
    """Give the symbols that are found; a family earns the groups it fits, and at most one printed gene."""
    found: set[str] = set().union(*(symbols for k, symbols in good.items() if k[0] == "gene"))
    for k, symbols in sorted(good.items()):
        if k[0] == "family":
            for g in groups:
                if fits(symbols, True, set(), [g]):
                    found |= (symbols & g) - specific
            found |= set(sorted((symbols & specific) - found)[:1])
    return found


def judge_terms(record: Json, gold: Json, field: str, kind: str) -> Terms:
    """Judge chemicals or diseases: matched by identifier first, then by the same label, then by a similar one."""
    wanted: dict[str, Json] = {}
    for e in gold["entities"]:
        if e["type"] == kind:
            wanted.setdefault(bare(e.get("mesh")) or fold(e["label"]), e)
    left: dict[str, Json] = {}
    for p in rows(record, field):
        left.setdefault(bare(p.get("identifier")) or fold(p.get("word")), p)
    missed = dict(wanted)
    right: list[tuple[Json, Json, bool]] = []
    tests: tuple[Callable[[str, Json, str, Json], bool], ...] = (
        lambda k, p, key, e: k == key,
        lambda k, p, key, e: fold(p.get("word")) == fold(e["label"]),
        lambda k, p, key, e: similar(string(p.get("word")), e["label"]),
    )
    for test in tests:
        for key, e in list(missed.items()):
            found = next((k for k, p in left.items() if test(k, p, key, e)), None)
            if found is not None:
                right.append((e, left[found], bool(e.get("mesh")) and found == key))
                del left[found], missed[key]
    same = ("chemical", "disease", "process", "other_molecule")
    spared = {fold(e["label"]) for e in gold["entities"] if e["type"] in same}
    return Terms(
        right=right,
        missed=list(missed.values()),
        wrong=[p for p in left.values() if fold(p.get("word")) not in spared],
        spared=[p for p in left.values() if fold(p.get("word")) in spared],
    )


def judge_relations(record: Json, gold: Json) -> Relations:
    """Judge directed pairs of labels; '?' in the gold is matched in either direction; the sign is counted apart."""
    same = label_test(record, gold)

    def matches(r: Json, g: Json) -> bool:
        s, t = string(r.get("source")), string(r.get("target"))
        forward = any(same(s, x) for x in g["source"]) and any(same(t, x) for x in g["target"])
        if forward:
            return True
        return g["sign"] == "?" and any(same(t, x) for x in g["source"]) and any(same(s, x) for x in g["target"])

    drawn = [g for g in gold["relations"] if set(g["source"]) != set(g["target"])]
    predicted: dict[tuple[str, str], Json] = {}
    for r in rows(record, "relations"):
        ends = plain(r.get("source")), plain(r.get("target"))
        if ends[0] != ends[1]:
            predicted.setdefault(ends, r)
    hit: set[int] = set()
    signs = {"+": [0, 0], "-": [0, 0]}
    claimed: list[tuple[Json, Json | None]] = []
    for r in predicted.values():
        found = [i for i, g in enumerate(drawn) if matches(r, g)]
        if not found:
            claimed.append((r, None))
            continue
        new = [i for i in found if i not in hit]
        i = (new or found)[0]
        if i not in hit and drawn[i]["sign"] in signs:
            signs[drawn[i]["sign"]][0] += 1
            signs[drawn[i]["sign"]][1] += r.get("sign") == drawn[i]["sign"]
        hit.add(i)
        claimed.append((r, drawn[i]))
    return Relations(claimed, [g for i, g in enumerate(drawn) if i not in hit], len(hit), signs)


def label_test(record: Json, gold: Json) -> Callable[[str, str], bool]:
    """Give the test of whether a claimed label is a gold one: by name, or by the genes that both stand for."""
    genes_of: dict[str, set[str]] = {}
    printed: dict[str, set[str]] = {}
    for e in gold["entities"]:
        genes_of.setdefault(e["label"], set()).update(e.get("genes") or [])
        printed.setdefault(fold(e["label"]), set()).update(e.get("genes") or [])
    members_of: dict[str, set[str]] = {}
    for g in rows(record, "genes"):
        members_of.setdefault(fold(g.get("word")), set()).add(string(g.get("hgnc_symbol")))

    def same(claimed: str, gold_label: str) -> bool:
        name, theirs = fold(claimed), genes_of.get(gold_label, set())
        if not name or name == fold(gold_label):
            return bool(name)
        if name in printed:  # another label of this figure: only if it names the same genes
            return bool(theirs) and printed[name] == theirs
        if similar(claimed, gold_label):
            return True
        mine = members_of.get(name, set())
        return (
            bool(mine & theirs)
            and len(mine) <= 6 * len(theirs)
            and len(mine & theirs) >= 0.5 * min(len(mine), len(theirs))
        )

    return same
