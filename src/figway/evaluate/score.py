"""Score records against gold annotations made by hand (docs/guidelines.md).

Micro-averaged precision, recall and F1 for genes, chemicals, diseases and relations, the share of gold labels that
the reader saw, and the share of figures with a record. A gold figure without a record counts as an empty record.
Records are read as plain JSON, so that those of other systems can be scored by the same rules.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Symbols = AbstractSet[str]

GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "ß": "beta",
    "µ": "mu",
}


def rows(record: Json, field: str) -> list[Json]:
    """The rows of a field that are objects; null, a missing field and junk give none."""
    value = record.get(field)
    return [r for r in value if isinstance(r, dict)] if isinstance(value, list) else []


def string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def bare(identifier: Any) -> str:
    """An identifier without its prefix: MESH:D005947, mesh:D005947 and D005947 are one."""
    return string(identifier).strip().rsplit(":", 1)[-1].upper()


def plain(text: Any) -> str:
    """A label for telling two ends apart: case and spaces off, signs kept (+gRNA is not -gRNA)."""
    return "".join(unicodedata.normalize("NFKC", string(text)).lower().split())


@lru_cache(maxsize=1 << 20)
def fold(text: Any) -> str:
    """Fold a label to lower-case ASCII letters and digits, Greek letters spelt out."""
    text = unicodedata.normalize("NFKC", text if isinstance(text, str) else "").lower()
    text = "".join(GREEK.get(c, c) for c in text)
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]", "", text)


@lru_cache(maxsize=1 << 20)
def similar(a: str, b: str) -> bool:
    """Whether two labels are the same but for reading errors (at most about one character in six)."""
    a, b = fold(a), fold(b)
    if not a or not b:
        return False
    if a == b:
        return True
    if min(len(a), len(b)) < 5 or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.85


class Tally:
    def __init__(self) -> None:
        self.tp = self.fp = self.fn = 0

    def add(self, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        self.tp += tp
        self.fp += fp
        self.fn += fn

    def result(self) -> Json:
        p = self.tp / (self.tp + self.fp) if self.tp + self.fp else None
        r = self.tp / (self.tp + self.fn) if self.tp + self.fn else None
        f = 2 * p * r / (p + r) if p and r else (0.0 if p is not None and r is not None else None)
        return {"precision": p, "recall": r, "f1": f, "tp": self.tp, "fp": self.fp, "fn": self.fn}


def gene_items(record: Json) -> dict[tuple[str, str], set[str]]:
    """What a record claims: each gene by itself, the members of one family or complex as one item."""
    items: dict[tuple[str, str], set[str]] = {}
    for g in rows(record, "genes"):
        symbol = string(g.get("hgnc_symbol"))
        if not symbol:
            continue
        family = str(g.get("source", "")).startswith(("bioentities", "famplex"))
        key = ("family", fold(g.get("symbol") or g.get("word"))) if family else ("gene", symbol)
        items.setdefault(key, set()).add(symbol)
    return items


def fits(symbols: Symbols, family: bool, specific: Symbols, groups: Iterable[Symbols]) -> bool:
    """Whether one claimed item belongs to the figure.

    A single gene must be printed by itself or be a member of a printed family. A family must share half of the
    smaller side with one printed family and not be more than six times its size, or have three in ten of its
    members printed one by one: so that one giant family earns nothing.
    """
    if not family:
        return any(symbols <= g for g in (specific, *groups))
    if len(symbols & specific) >= 0.3 * len(symbols):
        return True
    return any(
        len(symbols & g) >= 0.5 * min(len(symbols), len(g)) and len(symbols) <= 6 * len(g) for g in groups
    )


def gene_counts(record: Json, gold: Json) -> tuple[int, int, int, int, Json]:
    """Genes one by one; a family or complex counts once, found when an item that fits holds a member of it."""
    items = gene_items(record)
    specific: set[str] = set()
    counted: set[frozenset[str]] = set()
    tolerated: set[frozenset[str]] = set()
    labels: dict[frozenset[str], str] = {}
    for e in gold["entities"]:
        genes = frozenset(e.get("genes") or [])
        if not genes:
            continue
        if e["type"] == "gene":
            specific |= genes
        elif e["type"] in ("family", "complex"):
            counted.add(genes)
            labels[genes] = e["label"]
        else:
            tolerated.add(genes)
    groups = counted | tolerated
    good = {k: symbols for k, symbols in items.items() if fits(symbols, k[0] == "family", specific, groups)}
    found: set[str] = set().union(*(symbols for k, symbols in good.items() if k[0] == "gene"))
    for k, symbols in sorted(good.items()):  # a family earns the groups it fits, and at most one printed gene
        if k[0] == "family":
            for g in groups:
                if fits(symbols, True, set(), [g]):
                    found |= (symbols & g) - specific
            found |= set(sorted((symbols & specific) - found)[:1])
    wrong = [k[1] for k in items if k not in good]
    counted = {g for g in counted if not g & specific}
    group_missed = [g for g in counted if not g & found]
    missed = specific - found
    everything: set[str] = set().union(*items.values())
    extra = everything - specific - set().union(*groups) if groups else everything - specific
    hits = len(specific & found) + len(counted) - len(group_missed)
    errors = {"missed": sorted(missed) + sorted(labels[g] for g in group_missed), "wrong": sorted(wrong)}
    return hits, len(wrong), len(missed) + len(group_missed), len(extra), errors


def term_counts(record: Json, gold: Json, field: str, kind: str) -> tuple[int, int, int, int, int, Json]:
    """Chemicals or diseases: matched by identifier, else by label."""
    wanted: dict[str, Json] = {}
    for e in gold["entities"]:
        if e["type"] == kind:
            wanted.setdefault(bare(e.get("mesh")) or fold(e["label"]), e)
    left: dict[str, Json] = {}
    for p in rows(record, field):
        left.setdefault(bare(p.get("identifier")) or fold(p.get("word")), p)
    hit, with_id, id_right = 0, 0, 0
    missed = dict(wanted)
    tests: tuple[Callable[[str, Json, str, Json], bool], ...] = (
        lambda k, p, key, e: k == key,
        lambda k, p, key, e: fold(p.get("word")) == fold(e["label"]),
        lambda k, p, key, e: similar(string(p.get("word")), e["label"]),
    )
    for test in tests:  # identifiers first, then same labels, then similar ones
        for key, e in list(missed.items()):
            found = next((k for k, p in left.items() if test(k, p, key, e)), None)
            if found is not None:
                hit += 1
                with_id += bool(e.get("mesh"))
                id_right += bool(e.get("mesh")) and found == key
                del left[found], missed[key]
    not_found = [e["label"] for e in missed.values()]
    tolerated = {
        fold(e["label"])
        for e in gold["entities"]
        if e["type"] in ("chemical", "disease", "process", "other_molecule")
    }
    wrong = [p.get("word") or k for k, p in left.items() if fold(p.get("word")) not in tolerated]
    return hit, len(wrong), len(not_found), with_id, id_right, {"missed": not_found, "wrong": wrong}


def relation_counts(record: Json, gold: Json) -> tuple[int, int, int, dict[str, list[int]], Json]:
    """Directed pairs; '?' in the gold is matched in either direction; the sign is scored apart."""
    genes_of: dict[str, set[str]] = {}
    printed: dict[str, set[str]] = {}
    for e in gold["entities"]:
        genes_of.setdefault(e["label"], set()).update(e.get("genes") or [])
        printed.setdefault(fold(e["label"]), set()).update(e.get("genes") or [])
    members_of: dict[str, set[str]] = {}
    for g in rows(record, "genes"):
        members_of.setdefault(fold(g.get("word")), set()).add(string(g.get("hgnc_symbol")))

    def same(predicted_label: Any, gold_label: str) -> bool:
        name, theirs = fold(predicted_label), genes_of.get(gold_label, set())
        if not name or name == fold(gold_label):
            return bool(name)
        if name in printed:  # another label of this figure: only if it names the same genes
            return bool(theirs) and printed[name] == theirs
        if similar(predicted_label, gold_label):
            return True
        mine = members_of.get(name, set())
        return (
            bool(mine & theirs)
            and len(mine) <= 6 * len(theirs)
            and len(mine & theirs) >= 0.5 * min(len(mine), len(theirs))
        )

    def matches(r: Json, g: Json) -> bool:
        s, t = string(r.get("source")), string(r.get("target"))
        forward = any(same(s, x) for x in g["source"]) and any(same(t, x) for x in g["target"])
        if forward:
            return True
        return (
            g["sign"] == "?" and any(same(t, x) for x in g["source"]) and any(same(s, x) for x in g["target"])
        )

    drawn = [g for g in gold["relations"] if set(g["source"]) != set(g["target"])]
    predicted: dict[tuple[str, str], Json] = {}
    for r in rows(record, "relations"):
        ends = plain(r.get("source")), plain(r.get("target"))
        if ends[0] != ends[1]:
            predicted.setdefault(ends, r)
    hit_gold: set[int] = set()
    signs = {"+": [0, 0], "-": [0, 0]}
    wrong: list[str] = []
    for r in predicted.values():
        found = [i for i, g in enumerate(drawn) if matches(r, g)]
        if not found:
            wrong.append(f"{r.get('source')} {r.get('sign')} {r.get('target')}")
            continue
        new = [i for i in found if i not in hit_gold]
        i = (new or found)[0]
        if i not in hit_gold and drawn[i]["sign"] in signs:
            signs[drawn[i]["sign"]][0] += 1
            signs[drawn[i]["sign"]][1] += r.get("sign") == drawn[i]["sign"]
        hit_gold.add(i)
    missed = [
        f"{'|'.join(g['source'])} {g['sign']} {'|'.join(g['target'])}"
        for i, g in enumerate(drawn)
        if i not in hit_gold
    ]
    return len(hit_gold), len(wrong), len(missed), signs, {"missed": missed, "wrong": wrong}


def labels_seen(record: Json, gold: Json) -> tuple[int, int, int, int]:
    """Share of the gold labels that stand in the text the reader returned; also how much text that is.

    A label is seen when it stands in one line, or when each of its words is a word somewhere.
    """
    texts = [string(t.get("text")) for t in rows(record, "text")]
    lines = [fold(t) for t in texts]
    words = {fold(w) for t in texts for w in re.split(r"[\s/,;()]+", t)}
    seen = total = size = 0
    for e in gold["entities"]:
        label = fold(e["label"])
        if not label:
            continue
        total += 1
        size += len(label)
        pieces = [fold(w) for w in re.split(r"[\s/,;()]+", e["label"]) if fold(w)]
        seen += all(p in words for p in pieces) or (len(label) >= 4 and any(label in line for line in lines))
    return seen, total, sum(map(len, lines)), size


def load(path: Path) -> Json | None:
    """A record, or None when there is none that can be read."""
    try:
        record = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


def score(records: str | Path, gold_dir: str | Path) -> tuple[Json, list[Json]]:
    tallies = {k: Tally() for k in ("genes", "genes_each", "chemicals", "diseases", "relations")}
    counts, found = dict.fromkeys(("seen", "total", "read", "printed"), 0), 0
    signs, ids = {"+": [0, 0], "-": [0, 0]}, {"chemicals": [0, 0], "diseases": [0, 0]}
    unreadable: list[str] = []
    figures: list[Json] = []
    for path in sorted(Path(gold_dir).glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        mine = Path(records) / path.name
        record = load(mine)
        if (record is None and mine.exists()) or (record and record.get("figid", gold["figid"]) != gold["figid"]):
            unreadable.append(path.name)
            record = None
        found += record is not None
        record = record or {}
        row: Json = {"figid": gold["figid"]}
        tp, fp, fn, extra, row["genes"] = gene_counts(record, gold)
        tallies["genes"].add(tp, fp, fn)
        tallies["genes_each"].add(tp, extra, fn)
        for field, kind in (("chemicals", "chemical"), ("diseases", "disease")):
            tp, fp, fn, n, ok, row[field] = term_counts(record, gold, field, kind)
            tallies[field].add(tp, fp, fn)
            ids[field][0] += n
            ids[field][1] += ok
        if "relations" in gold and gold.get("relations_complete", True):
            tp, fp, fn, found_signs, row["relations"] = relation_counts(record, gold)
            tallies["relations"].add(tp, fp, fn)
            for sign, (n, ok) in found_signs.items():
                signs[sign][0] += n
                signs[sign][1] += ok
        for name, n in zip(("seen", "total", "read", "printed"), labels_seen(record, gold)):
            counts[name] += n
        figures.append(row)
    out: Json = {k: t.result() for k, t in tallies.items()}

    def share(pair: list[int]) -> float | None:
        return pair[1] / pair[0] if pair[0] else None

    out["relation_sign_accuracy"] = share([signs["+"][i] + signs["-"][i] for i in (0, 1)])
    out["inhibition_sign_recall"] = share(signs["-"])
    out["chemical_id_accuracy"], out["disease_id_accuracy"] = share(ids["chemicals"]), share(ids["diseases"])
    out["labels_seen"] = counts["seen"] / counts["total"] if counts["total"] else None
    out["text_read_per_label_text"] = counts["read"] / counts["printed"] if counts["printed"] else None
    out["figures"] = {"gold": len(figures), "records": found, "unreadable": unreadable}
    return out, figures
