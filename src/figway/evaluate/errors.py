"""Say of each gene, chemical and disease of a figure whether it is right, and what kind of error it is where not.

The verdicts are those that `figway.evaluate.score` counts: the findings of a figure add up to its counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Literal

from figway.evaluate.findings import Field, Finding, Sense, Senses, taken_for
from figway.evaluate.judge import Item, item_of, judge_genes, judge_terms
from figway.evaluate.labels import Json, bare, fold, rows, similar, string
from figway.evaluate.places import Page, Place, polygon_from
from figway.geometry import Polygon

PROTEINS = ("gene", "family", "complex")
MOST_SHOWN = 6
_OLD_NAMES = ("hgnc_alias_symbol", "hgnc_prev_symbol")


class Names:
    """Explain the names of one figure: the record beside its gold."""

    def __init__(self, record: Json, gold: Json, senses: Senses | None = None) -> None:
        self.record = record
        self.gold = gold
        self.senses = senses
        self.page = Page(record, (e["label"] for e in gold["entities"]))
        self.mentions = {string(m.get("id")): m for m in rows(record, "mentions")}

    def genes(self) -> Iterator[Finding]:
        """Yield a finding for each gene or family claimed, and for each label of which genes are missed."""
        judged = judge_genes(self.record, self.gold)
        wrong = set(judged.wrong)
        of_item: dict[Item, list[Json]] = {}
        for row in rows(self.record, "genes"):
            if string(row.get("hgnc_symbol")):
                of_item.setdefault(item_of(row), []).append(row)
        for item, found in of_item.items():
            means = _some(sorted(judged.items[item]))
            if item in wrong:
                kind, detail = self._wrong_gene(item, found, judged.items[item])
                yield self._claim("genes", "wrong", found, means, kind, detail)
            else:
                yield self._claim("genes", "right", found, means)
        for entity, symbols in self._missed_labels(judged.missed, judged.missed_groups):
            yield self._missed_gene(entity, symbols)

    def members(self) -> Iterator[Finding]:
        """Yield what `genes_each` counts as wrong: symbols that the figure does not print, each once."""
        judged = judge_genes(self.record, self.gold)
        printed: set[str] = set().union(*(e.get("genes") or [] for e in self.gold["entities"]))
        taken = set(printed)
        for item in sorted(judged.items, key=lambda k: (k[0] != "gene", k)):
            symbols = judged.items[item] - taken
            taken |= symbols
            if symbols:
                found = [row for row in rows(self.record, "genes") if item_of(row) == item]
                kind = "wrong family" if item in judged.wrong else "right family, more members"
                kind = "wrong gene" if item[0] == "gene" else kind
                finding = self._claim("members", "spared", found, _some(sorted(symbols)), kind)
                yield replace(finding, count=len(symbols))

    def terms(self, field: Literal["chemicals", "diseases"]) -> Iterator[Finding]:
        """Yield a finding for each chemical or disease claimed or missed."""
        kind = field.removesuffix("s")
        judged = judge_terms(self.record, self.gold, field, kind)
        for entity, row, same_id in judged.right:
            yield self._claim(field, "right", [row], string(row.get("identifier")))
            if entity.get("mesh") and not same_id:
                detail = f"annotated as {entity['mesh']}"
                means = string(row.get("identifier")) or "no identifier"
                yield self._claim("identifiers", "spared", [row], means, "other identifier", detail)
        for row in judged.spared:
            yield self._claim(field, "spared", [row], string(row.get("identifier")))
        for row in judged.wrong:
            error, detail = self._wrong_term(row, kind)
            yield self._claim(field, "wrong", [row], string(row.get("identifier")), error, detail)
        for entity in judged.missed:
            place = self.page.find(entity["label"])
            error, detail = self._why_missed(entity, place, frozenset(), kind)
            yield _missed(field, entity, entity.get("mesh") or "", place, error, detail)

    def _claim(
        self,
        field: Field,
        verdict: Literal["right", "wrong", "spared"],
        found: Sequence[Json],
        means: str,
        kind: str = "",
        detail: str = "",
    ) -> Finding:
        """Make the finding of something claimed, with the places and the evidence of its mentions."""
        mentions = self._mentions_of(found)
        words = dict.fromkeys(string(row.get("word")) or string(row.get("symbol")) for row in found)
        polygons: tuple[Polygon, ...] = tuple(p for m in mentions if (p := polygon_from(m.get("polygon"))))
        if not polygons:
            polygons = self.page.find(next(iter(words), "")).polygons
        symbols = dict.fromkeys(string(m.get("symbol")) for m in mentions)
        if kind and (symbol := next(iter(symbols), "")) and fold(symbol) not in map(fold, (*words, means)):
            means = f"{symbol}: {means}"
        return Finding(
            field, verdict, ", ".join(words), means, kind, detail, _why(mentions[0]) if mentions else (), polygons
        )

    def _mentions_of(self, found: Sequence[Json]) -> list[Json]:
        ids = dict.fromkeys(string(row.get("mention")) for row in found)
        return [self.mentions[i] for i in ids if i in self.mentions]

    def _missed_labels(self, missed: AbstractSet[str], groups: Sequence[Json]) -> Iterator[tuple[Json, frozenset[str]]]:
        """Yield each gold label of which genes are missed, with those genes; each gene once."""
        left = set(missed)
        for entity in self.gold["entities"]:
            genes = frozenset(entity.get("genes") or [])
            if entity["type"] == "gene" and genes & left:
                yield entity, frozenset(genes & left)
                left -= genes
            elif entity in groups:
                yield entity, genes

    def _missed_gene(self, entity: Json, symbols: frozenset[str]) -> Finding:
        place = self.page.find(entity["label"])
        kind, detail = self._why_missed(entity, place, symbols, "gene")
        finding = _missed("genes", entity, _some(sorted(symbols)), place, kind, detail)
        return replace(finding, count=len(symbols)) if entity["type"] == "gene" else finding

    def _why_missed(self, entity: Json, place: Place, symbols: frozenset[str], kind: str) -> tuple[str, str]:
        if place.how == "not read":
            return ("not read" if self.record else "no record"), ""
        if place.how == "misread":
            return "misread", f"read as “{place.text}”"
        chosen = self._over(entity["label"], place)
        known = self.senses(entity["label"]) if self.senses else ()
        meant = [s for s in known if _means(s, entity, symbols, kind)]
        if chosen is None and place.how != "read":
            return ("in pieces" if place.how == "in pieces" else "inside a longer word"), f"read as “{place.text}”"
        if chosen is not None:
            return self._otherwise(entity, chosen, symbols, kind, meant)
        if meant:
            return "below the bar", f"{meant[0].name}: {meant[0].score:.2f} by the name alone"
        if known:
            return "meaning not in the lexicon", f"known as {known[0].name}"
        return ("name not in the lexicon" if self.senses else "not recognised"), ""

    def _otherwise(
        self, entity: Json, chosen: Json, symbols: frozenset[str], kind: str, meant: Sequence[Sense]
    ) -> tuple[str, str]:
        """Say why a label is missed that a mention stands on."""
        says = f"taken for {chosen.get('symbol') or chosen.get('word')} ({chosen.get('kind')})"
        if any("no human genes" in string(e.get("what")) for e in rows(chosen, "evidence")):
            return "no human genes", says
        if len(fold(chosen.get("word"))) > len(fold(entity["label"])) + 1:
            return "part of a longer name", f"“{chosen.get('word')}” {says}"
        claimed = {string(m.get("symbol")) for m in rows(chosen, "members")} | {string(chosen.get("symbol"))}
        if chosen.get("kind") in PROTEINS and kind == "gene":
            if chosen.get("kind") != "gene" and not rows(chosen, "members"):
                return "family without members", says
            if claimed & symbols:
                return "only as member of a family", says
        others = {x for a in rows(chosen, "alternatives") for x in (a.get("symbol"), *(a.get("identifiers") or ()))}
        if meant or others & symbols or (entity.get("mesh") and f"mesh:{entity['mesh']}" in others):
            return "another meaning chosen", says
        return "meaning not in the lexicon", says

    def _over(self, label: str, place: Place) -> Json | None:
        """Give the mention that stands where a label was read: the one whose word is most like the label."""
        key = fold(label)
        near = [
            m
            for m in self.mentions.values()
            if m.get("kind") != "other" and set(m.get("text_ids") or ()) & set(place.lines) and fold(m.get("word"))
        ]
        fitting = [m for m in near if key in fold(m["word"]) or fold(m["word"]) in key]
        return min(fitting, key=lambda m: abs(len(fold(m["word"])) - len(key)), default=None)

    def _wrong_gene(self, item: Item, found: Sequence[Json], symbols: AbstractSet[str]) -> tuple[str, str]:
        word = string(found[0].get("word"))
        early, entity = self._mishap(found), self._annotated(word)
        if early == "look-alike letters":
            return early, _swaps(self._mentions_of(found))
        if entity is None:
            return early or self._unannotated(word), ""
        detail = f"annotated as {entity['type'].replace('_', ' ')} “{entity['label']}”"
        genes = set(entity.get("genes") or [])
        if entity["type"] == "other_protein":
            return "protein without a human gene", detail
        if entity["type"] not in PROTEINS and not genes:
            return taken_for(entity["type"], "gene"), detail
        if not genes:
            return "class word spelt out", detail
        detail = f"annotated as {_some(sorted(genes))}"
        if item[0] == "family" and symbols & genes:
            return "family too large", detail
        source = string(found[0].get("source"))
        return ("alias of another gene" if source in _OLD_NAMES else "other gene or family"), detail

    def _wrong_term(self, row: Json, kind: str) -> tuple[str, str]:
        word = string(row.get("word"))
        entity = self._annotated(word)
        if entity is None:
            return self._mishap([row]) or self._unannotated(word), ""
        detail = f"annotated as {entity['type'].replace('_', ' ')} “{entity['label']}”"
        if entity["type"] == kind:
            return "part of a longer label", detail
        return taken_for(entity["type"], kind), detail

    def _annotated(self, word: str) -> Json | None:
        """Give the gold label that a read word is, letter for letter or but for reading errors."""
        entities: list[Json] = self.gold["entities"]
        same = next((e for e in entities if fold(e["label"]) == fold(word)), None)
        return same or next((e for e in entities if similar(e["label"], word)), None)

    def _mishap(self, found: Sequence[Json]) -> str:
        """Name what recognising did to the text, where that alone explains an error."""
        for m in self._mentions_of(found):
            transforms = [string(t) for t in m.get("transforms") or ()]
            if any(" read for " in t or t == "look-alikes" for t in transforms):
                return "look-alike letters"
            if len(m.get("text_ids") or ()) > 1:
                return "lines joined wrongly"
            if {"run together", "joined by dashes"} & set(transforms):
                return "split wrongly"
            if any("English word" in string(e.get("what")) for e in rows(m, "evidence")):
                return "English word"
        return ""

    def _unannotated(self, word: str) -> str:
        """Name the error of a word that is no label of the gold."""
        key = fold(word)
        labels = [fold(e["label"]) for e in self.gold["entities"]]
        if any(len(key) >= 2 and key in label for label in labels):
            return "part of a longer label"
        misread = any(self.page.find(e["label"]).text == word for e in self.gold["entities"])
        return "misread label" if misread else "text that is no label"


def _means(sense: Sense, entity: Json, symbols: frozenset[str], kind: str) -> bool:
    if kind == "gene":
        return bool(sense.symbols & symbols)
    return sense.kind == kind and (not entity.get("mesh") or entity["mesh"] in map(bare, sense.identifiers))


def _missed(field: Field, entity: Json, means: str, place: Place, kind: str, detail: str) -> Finding:
    return Finding(field, "missed", entity["label"], means, kind, detail, (), place.polygons)


def _why(mention: Json) -> tuple[str, ...]:
    evidence = tuple(f"{e.get('weight', 0):+.1f} {e.get('what', '')}" for e in rows(mention, "evidence"))
    score = mention.get("score")
    return (f"score {score:.2f}", *evidence) if isinstance(score, int | float) else evidence


def _swaps(mentions: Sequence[Json]) -> str:
    swaps = (string(t) for m in mentions for t in m.get("transforms") or () if " read for " in string(t))
    return ", ".join(dict.fromkeys(swaps))


def _some(symbols: Sequence[str]) -> str:
    """List a few symbols and count the rest."""
    more = len(symbols) - MOST_SHOWN
    return ", ".join(symbols[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
