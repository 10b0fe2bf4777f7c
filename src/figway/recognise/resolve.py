"""Decide what each piece of text means: one name, a list of names, or nothing.

For a piece, in this order: a name as printed (without affixes, with Greek letters); a list or range of which every
item is a name; names joined by dashes; and, only where all that fails, a name with look-alike letters exchanged, or
two names run together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from figway.recognise.company import Company
from figway.recognise.compounds import compound, of_a_series
from figway.recognise.context import Context
from figway.recognise.infections import infection
from figway.recognise.keys import respelt
from figway.recognise.labels import Piece, PrintedLine, Span, joined, neighbours, stacks
from figway.recognise.lattice import rereadings
from figway.recognise.lists import Items, split_brackets, split_dashes, split_list
from figway.recognise.match import NUMERALS, Candidate, Matcher
from figway.recognise.match import SURE as SURE_SOURCES
from figway.recognise.weigher import AMONG_NAMES, LIKELY, PROTEINS, STEM, Weigher
from figway.recognise.weights import reason
from figway.records import TextLine
from figway.text import fold

Printed = TypeVar("Printed")
Found = TypeVar("Found")
SURE = 2.0
"""Log odds from which a gene counts as company for others."""
DOUBTFUL = 2.0
"""Log odds below which a name as read is held against what else the line may say."""
LONG_ENOUGH = 6
"""Letters that one name needs to be cut out of a word whose other part is no name."""
WITH_AFFIXES = 8
"""Likeliest other strings of an unsure line that are looked up without their affixes too."""
_SEAM = re.compile(r"(?<=[a-z0-9α-ω])(?=[A-Z])|(?<=\d)(?=[a-z]{4})|(?<=[A-Z]{3})(?=[A-Z][a-z]+\d)")
_CAPITALS = re.compile(r"^[A-Z0-9]+$")
LONGEST_LIST = 30
MOST_OF_A_LIST = 0.6
"""Share of a list's items that must be names by themselves, for the others to be taken more easily (Lyn, Fyn, Yes)."""
_LIST_GOES_ON = re.compile(r"^\W*[\dα-ωA-Z]{1,2}\s?[/,&-]")
"""The second line of a list broken over lines: 4/6 under CDK."""
MORE_THAN_PARTS = 1.3
"""How much more lines joined to the name of a protein must be worth than the names found in each."""
MOST_KEPT = 1 << 18
"""Texts without a meaning that are remembered."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Hold what one piece of text was taken for: one candidate an item, with those that were not chosen."""

    span: Span
    items: tuple[tuple[Candidate, ...], ...]
    shared: bool = False
    how: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Give the score of the least likely item."""
        return min(item[0].score for item in self.items)

    @property
    def worth(self) -> float:
        """Give what choosing this piece is worth against pieces that overlap it: sure characters."""
        mean = sum(item[0].score for item in self.items) / len(self.items)
        return (self.span.end - self.span.start) * (self.score if self.shared else mean)


class Nothing:
    """Remember the texts for which nothing had to be weighed: they mean nothing in any figure.

    But for figures whose paper spells out one of the forms that were asked for.
    """

    def __init__(self, weigher: Weigher) -> None:
        self._weigher = weigher
        self._keys: dict[str, frozenset[str]] = {}

    def has(self, text: str, context: Context) -> bool:
        """Tell whether a text is known to mean nothing here."""
        keys = self._keys.get(text)
        return keys is not None and (not context.abbreviations or keys.isdisjoint(context.abbreviations))

    def begin(self) -> None:
        """Begin to look at what the weigher is asked for."""
        self._weigher.asked = False
        self._weigher.keys.clear()

    def keep(self, text: str) -> None:
        """Keep a text of which nothing came, where nothing had to be weighed since the beginning."""
        if not self._weigher.asked and len(self._keys) < MOST_KEPT:
            self._keys[text] = frozenset(self._weigher.keys)


class Resolver:
    """Resolve the lines of one figure after another; the matcher keeps what it has seen."""

    def __init__(self, matcher: Matcher, likely: float = LIKELY) -> None:
        self.matcher = matcher
        self.weigher = Weigher(matcher, likely)
        self._reread_as: dict[tuple[str, int, int], list[tuple[str, float]]] = {}
        self._settled: dict[tuple[str, int], Any] = {}
        self._no_name = Nothing(self.weigher)
        self._no_guess = Nothing(self.weigher)

    def __call__(self, lines: Sequence[TextLine], context: Context) -> list[Meaning]:
        """Give the meanings found in a figure's lines, in reading order.

        The lines are gone through twice: what is sure the first time is the company that judges the second time.
        """
        self.weigher.begin()
        self._reread_as.clear()
        self._settled.clear()
        below, beside = neighbours([line.box for line in lines])
        context = replace(context, stacks=stacks(lines, below))
        printed = [PrintedLine(line) for line in lines]
        together = list(joined(lines, below, beside))
        first = self._all(printed, together, context)
        sure = [
            (item[0].entity.id, self.matcher.pathways(item[0].entity))
            for meaning in first
            for item in meaning.items
            if item[0].logit > SURE and item[0].entity.kind in PROTEINS
        ]
        if not sure:
            return first
        return self._all(printed, together, replace(context, company=Company(sure)))

    def _all(self, printed: Sequence[PrintedLine], together: Sequence[Span], context: Context) -> list[Meaning]:
        single = [m for line in printed for m in self._once("line", self._line, line, context)]
        return self._with_joined([p.line for p in printed], single, together, context)

    def _once(self, what: str, find: Callable[[Printed, Context], Found], piece: Printed, context: Context) -> Found:
        """Find something once where the company that genes keep has no say in it, which is all that differs."""
        key = what, id(piece)
        if key in self._settled:
            return cast("Found", self._settled[key])
        before, self.weigher.swayed = self.weigher.swayed, False
        found = find(piece, context)
        if not self.weigher.swayed:
            self._settled[key] = found
        self.weigher.swayed = before or self.weigher.swayed
        return found

    def _line(self, printed: PrintedLine, context: Context) -> list[Meaning]:
        spans = [printed.span(piece) for piece in printed.pieces if not self._no_name.has(piece.text, context)]
        options = [m for span in spans if (m := self._once("name", self._name, span, context)) is not None]
        chosen = _disjoint(options)
        rest: Sequence[Piece] = printed.pieces
        for taken in (m.span for m in chosen):
            rest = [piece for piece in rest if piece.start >= taken.end or taken.start >= piece.end]
        if printed.line.lattice is None:
            rest = [piece for piece in rest if not self._no_guess.has(piece.text, context)]
        spans = [printed.span(piece) for piece in rest]
        guesses = [m for span in spans if (m := self._once("guess", self._guess, span, context)) is not None]
        return sorted([*chosen, *_disjoint(guesses)], key=lambda m: m.span.start)

    def _name(self, span: Span, context: Context) -> Meaning | None:
        """Take a piece for a name; a text for which nothing had to be weighed is no name in any figure."""
        self._no_name.begin()
        found = self._named(span, context)
        if found is None:
            self._no_name.keep(span.text)
        return found

    def _guess(self, span: Span, context: Context) -> Meaning | None:
        """Guess at a piece, likewise; a line that was read unsurely may still say something else."""
        if self._no_guess.has(span.text, context):
            return self._reread(span, context)
        self._no_guess.begin()
        found = self._guessed(span, context)
        if found is None:
            self._no_guess.keep(span.text)
        return found

    def _with_joined(
        self, lines: Sequence[TextLine], single: list[Meaning], together: Sequence[Span], context: Context
    ) -> list[Meaning]:
        """Replace meanings of single lines by that of the lines joined, where it is worth more."""
        by_line: dict[str, list[Meaning]] = {}
        for meaning in single:
            by_line.setdefault(meaning.span.lines[0].id, []).append(meaning)
        options = []
        for span in together:
            whole = self._once("whole", self._whole, span, context)
            if whole is None:
                continue
            parts = [m for line in span.lines for m in by_line.get(line.id, [])]
            protein = whole.items[0][0].entity.kind in PROTEINS
            if whole.worth > (MORE_THAN_PARTS if protein else 1.0) * sum(m.worth for m in parts):
                options.append(whole)
        taken: set[str] = set()
        chosen = []
        for meaning in sorted(options, key=lambda m: (-m.worth, m.span.lines[0].id)):
            ids = {line.id for line in meaning.span.lines}
            if not ids & taken:
                taken |= ids
                chosen.append(meaning)
        kept = [m for m in single if m.span.lines[0].id not in taken]
        order = {line.id: n for n, line in enumerate(lines)}
        return sorted([*kept, *chosen], key=lambda m: (order[m.span.lines[0].id], m.span.start))

    def _whole(self, span: Span, context: Context) -> Meaning | None:
        """Take joined lines for a name only where the whole is one, unchanged but for case and hyphens."""
        candidates = self.weigher.named(span.text, span, context)
        if not candidates:
            return self._list(span, context) if _LIST_GOES_ON.search(span.lines[-1].text) else None
        best = candidates[0]
        reaches_both = len(fold(best.form)) > 0.9 * len(fold(span.text))
        inverted = "," in best.name.name and "," not in best.form
        return Meaning(span, (candidates,)) if reaches_both and best.logit > 0.5 and not inverted else None

    def _named(self, span: Span, context: Context) -> Meaning | None:
        candidates = self.weigher.named(span.text, span, context)
        if candidates and candidates[0].logit < DOUBTFUL and len(fold(span.text)) > 3:
            reread = self._reread(span, context)
            if reread is not None and reread.items[0][0].logit > candidates[0].logit:
                return reread
        if candidates:
            return Meaning(span, (candidates,))
        if illness := infection(span.text, self.matcher.lexicon):
            return Meaning(span, (illness,))
        return self._list(span, context)

    def _list(self, span: Span, context: Context) -> Meaning | None:
        """Take a list of which every item is a name, with the stem of the first one or by itself (JNK/p38)."""
        items = split_list(span.text)
        if items is None or len(items.forms) > LONGEST_LIST:
            return None
        found = [self.weigher.named(form, span, context, listed=STEM * items.shared) for form in items.forms]
        own = self._own(items, found, span, context)
        if own is not None:
            return Meaning(span, own, False, ("list",))
        if not items.shared and len(found) > 2 and 0 < found.count(()) <= (1 - MOST_OF_A_LIST) * len(found):
            found = [
                f or self.weigher.named(form, span, context, listed=AMONG_NAMES)
                for f, form in zip(found, items.forms, strict=True)
            ]
        if all(found):
            return Meaning(span, tuple(found), items.shared, ("list",))
        return None

    def _own(
        self, items: Items, found: Sequence[tuple[Candidate, ...]], span: Span, context: Context
    ) -> tuple[tuple[Candidate, ...], ...] | None:
        """Give the meanings of a list whose items are likelier names by themselves than with the first one's stem."""
        if items.forms == items.parts:
            return None
        own = list(found)
        for n, (form, part) in enumerate(zip(items.forms, items.parts, strict=True)):
            if part != form and len(part) > 1 and part[0].isalpha():
                raw = self.weigher.named(part, span, context)
                if raw and (not found[n] or raw[0].logit > found[n][0].logit):
                    own[n] = raw
        return tuple(own) if own != list(found) and all(own) else None

    def _guessed(self, span: Span, context: Context) -> Meaning | None:
        if " " in span.text.strip() and len(span.text) > 40:
            return None
        parts = split_dashes(span.text)
        if parts is not None and len(parts.forms) <= 4:
            found = [self.weigher.named(form, span, context) for form in parts.forms]
            if all(found):
                return Meaning(span, tuple(found), False, ("joined by dashes",))
        reread = self._reread(span, context)
        if reread is not None:
            return reread
        for form, how in respelt(span.text):
            candidates = self.weigher.named(form, span, context)
            if candidates and candidates[0].logit > SURE and candidates[0].entity.kind in PROTEINS:
                return Meaning(span, (candidates,), False, (how,))
        candidates = self.weigher.weighed(self.matcher.match_lookalikes(span.text), span, context)
        if candidates:
            return Meaning(span, (candidates,), False, ("look-alikes",))
        first = of_a_series(span.text, self.matcher.lexicon)
        candidates = self.weigher.named(first, span, context) if first else ()
        if candidates and candidates[0].entity.kind == "chemical":
            return Meaning(span, (candidates,), False, ("of a series",))
        if code := compound(span.text):
            self.weigher.asked = True
            if context.compounds:
                return Meaning(span, (code,))
        return self._partly(span, context) or self._run_together(span, context)

    def _partly(self, span: Span, context: Context) -> Meaning | None:
        """Take from a list the items that surely are names, where not all are (HCWEs/quercetin)."""
        items = split_list(span.text) or split_brackets(span.text)
        if items is None or items.shared or " " in span.text:
            return None
        pieces = [p for form in items.forms for p in (_SEAM.split(form) if _SEAM.search(form) else [form])]
        found = [self.weigher.sure(p, span, context) for p in (*items.forms, *pieces)]
        known = {f[0].entity.id: f for f in found if f and len(fold(f[0].form)) > 3}
        return Meaning(span, tuple(known.values()), False, ("part of a list",)) if known else None

    def _reread(self, span: Span, context: Context) -> Meaning | None:
        """Take the name among the other strings that the OCR thought likely, weighed by how likely each is."""
        whole = span.end - span.start == len(span.lines[0].text)
        if len(span.lines) > 1 or not (whole or " " not in span.text) or NUMERALS.match(span.text):
            return None
        best: tuple[Candidate, ...] = ()
        for number, (text, loss) in enumerate(self._rereadings(span)):
            key = fold(text)
            if len(key) < 3 or (number >= WITH_AFFIXES and key not in self.matcher.lexicon):
                continue
            candidates = self.weigher.named(text, span, context)
            if not candidates:
                continue
            what = f"read as '{span.text}', '{text}' is {math.exp(loss):.2g} times as likely"
            why = [reason("context:reread", what, -loss)]
            if len(key) == 3:
                why.append(reason("context:reread short", "three characters read again"))
            found = tuple(c.add(*why) for c in candidates)
            found = tuple(c for c in found if c.logit > self.weigher.likely and c.name.source != "hgnc_root")
            if found and (not best or found[0].logit > best[0].logit):
                best = found
        return Meaning(span, (best,), False, ("reread",)) if best else None

    def _rereadings(self, span: Span) -> list[tuple[str, float]]:
        key = (span.lines[0].id, span.start, span.end)
        if key not in self._reread_as:
            self._reread_as[key] = list(rereadings(span.lines[0], span.start, span.end))
        return self._reread_as[key]

    def _run_together(self, span: Span, context: Context) -> Meaning | None:
        """Split names that were read as one word, as in IFNGR2JAK2; one alone must be long (CarzifomibCatechin)."""
        text = span.text
        if " " in text or not 6 <= len(text) <= 40:
            return None
        items: tuple[tuple[Candidate, ...], ...] = ()
        anywhere = range(3, len(text) - 2) if _CAPITALS.match(text) else ()
        for cut in dict.fromkeys((*(m.start() for m in _SEAM.finditer(text)), *anywhere)):
            parts = [self.weigher.sure(p, span, context) for p in (text[:cut], text[cut:]) if len(p) > 2]
            if cut in anywhere and not all(p and p[0].name.source in SURE_SOURCES for p in parts):
                continue
            known = tuple(p for p in parts if p)
            enough = len(known) == 2 or (len(known) == 1 and len(fold(known[0][0].form)) >= LONG_ENOUGH)
            worth = sum(p[0].logit for p in known)
            if enough and worth > sum(p[0].logit for p in items):
                items = known
        return Meaning(span, items, False, ("run together",)) if items else None


def _disjoint(options: Sequence[Meaning]) -> list[Meaning]:
    """Choose pieces that do not overlap, the worthiest first."""
    if len(options) < 2:
        return list(options)
    chosen: list[Meaning] = []
    for meaning in sorted(options, key=lambda m: (-m.worth, m.span.start)):
        span = meaning.span
        if not any(span.start < c.span.end and c.span.start < span.end for c in chosen):
            chosen.append(meaning)
    return chosen
