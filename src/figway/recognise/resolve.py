"""Decide what the lines of a figure mean: each piece of text one name, a list of names, or nothing.

For a piece, in this order: a name as printed (without affixes, with Greek letters); a list or range of which every
item is a name (`naming`); names joined by dashes; and, only where all that fails, a name with look-alike letters
exchanged, or two names run together (`guessing`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from figway.recognise.company import Company
from figway.recognise.context import Context
from figway.recognise.guessing import BY_LOOK, Guesser
from figway.recognise.labels import Piece, PrintedLine, Span, joined, neighbours, stacks
from figway.recognise.match import Matcher
from figway.recognise.meaning import Meaning, disjoint
from figway.recognise.memory import LineMemory, Nothing, Remembered, Seen
from figway.recognise.naming import Namer
from figway.recognise.weigher import LIKELY, PROTEINS, SURE, Weigher
from figway.records import TextLine
from figway.text import fold

Printed = TypeVar("Printed")
Found = TypeVar("Found")
_LIST_GOES_ON = re.compile(r"^\W*[\dα-ωA-Z]{1,2}\s?[/,&-]")
"""The second line of a list broken over lines: 4/6 under CDK."""
_WORD_GOES_ON = re.compile(r"[a-z]{4}")
"""The second line of a name broken over lines: saccharide under Mono."""
MORE_THAN_PARTS = 1.3
"""How much more lines joined to the name of a protein must be worth than the names found in each."""


class Resolver:
    """Resolve the lines of one figure after another; the matcher keeps what it has seen."""

    def __init__(self, matcher: Matcher, likely: float = LIKELY) -> None:
        self.matcher = matcher
        self.weigher = Weigher(matcher, likely)
        self.namer = Namer(self.weigher)
        self.guesser = Guesser(self.namer)
        self._settled: dict[tuple[str, int], Any] = {}
        self._seen: dict[int, Seen] = {}
        self._memory = LineMemory()
        self._no_name = Nothing(self.weigher)
        self._no_guess = Nothing(self.weigher)

    def __call__(self, lines: Sequence[TextLine], context: Context) -> list[Meaning]:
        """Give the meanings found in a figure's lines, in reading order.

        The lines are gone through twice: what is sure the first time is the company that judges the second time.
        """
        self.weigher.begin()
        self.namer.begin()
        self._settled.clear()
        self._seen.clear()
        below, beside = neighbours([line.box for line in lines])
        context = replace(context, stacks=stacks(lines, below))
        printed = [PrintedLine(line) for line in lines]
        together = list(joined(lines, below, beside))
        single = [meaning for line in printed for meaning in self._first(line, context)]
        first = self._with_joined(lines, single, together, context)
        sure = [
            (item[0].entity.id, self.matcher.pathways(item[0].entity))
            for meaning in first
            for item in meaning.items
            if item[0].logit > SURE and item[0].entity.kind in PROTEINS
        ]
        if not sure:
            return first
        context = replace(context, company=Company(sure))
        single = [meaning for line in printed for meaning in self._again(line, context)]
        return self._with_joined(lines, single, together, context)

    def _first(self, printed: PrintedLine, context: Context) -> Sequence[Meaning]:
        """Go through a line for the first time, or take what it meant in an earlier figure that says the same of it."""
        surely_read = printed.line.lattice is None
        known = self._memory.find(printed, context) if surely_read else None
        if known is not None:
            return self._as_remembered(known, printed)
        context.asked.forget()
        found = self._again(printed, context)
        if surely_read:
            settled = tuple(
                (what, piece, self._settled[what, id(span)])
                for piece, span in printed.spans.items()
                for what in ("name", "guess")
                if (what, id(span)) in self._settled
            )
            swayed = ("line", id(printed)) not in self._settled
            self._memory.keep(printed, context, found, settled, self._seen[id(printed)], swayed=swayed)
        return found

    def _as_remembered(self, known: Remembered, printed: PrintedLine) -> list[Meaning]:
        """Take over what an earlier figure's line meant, with the places of this one."""
        found = [meaning.at(printed) for meaning in known.found]
        if known.swayed:
            self._seen[id(printed)] = dict(known.seen)
            for what, piece, meaning in known.settled:
                self._settled[what, id(printed.span(piece))] = None if meaning is None else meaning.at(printed)
        else:
            self._settled["line", id(printed)] = found
        return found

    def _again(self, printed: PrintedLine, context: Context) -> Sequence[Meaning]:
        """Go through a line; what company has no say in is found once a figure."""
        self.weigher.turn_to(self._seen.setdefault(id(printed), {}))
        return self._once("line", self._line, printed, context)

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
        chosen = disjoint(options)
        rest: Sequence[Piece] = printed.pieces
        for taken in (m.span for m in chosen):
            rest = [piece for piece in rest if piece.start >= taken.end or taken.start >= piece.end]
        if printed.line.lattice is None:
            whole = printed.line.text.strip()
            rest = [p for p in rest if not self._no_guess.has((p.text, p.text == whole), context)]
        spans = [printed.span(piece) for piece in rest]
        guesses = [m for span in spans if (m := self._once("guess", self._guess, span, context)) is not None]
        return sorted([*chosen, *disjoint(guesses)], key=lambda m: m.span.start)

    def _name(self, span: Span, context: Context) -> Meaning | None:
        """Take a piece for a name; a text for which nothing had to be weighed is no name in any figure."""
        self._no_name.begin()
        found = self.namer.name(span, context)
        if found is None:
            self._no_name.keep(span.text)
        return found

    def _guess(self, span: Span, context: Context) -> Meaning | None:
        """Guess at a piece, likewise, more at whole lines; one read unsurely may still say something else."""
        known = span.text, span.whole
        if self._no_guess.has(known, context):
            return self.namer.reread(span, context)
        self._no_guess.begin()
        found = self.guesser.guess(span, context)
        if found is None:
            self._no_guess.keep(known)
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
            self.weigher.turn_to(self._seen.setdefault(id(span), {}))
            whole = self._once("whole", self._whole, span, context)
            if whole is None:
                continue
            parts = [m for line in span.lines for m in by_line.get(line.id, [])]
            if BY_LOOK in whole.how and len({m.span.lines for m in parts if BY_LOOK not in m.how}) == len(span.lines):
                continue  # each line is a name by itself
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
            if _LIST_GOES_ON.search(span.lines[-1].text):
                return self.namer.names(span, context)
            return self.guesser.by_look(span, context) if _WORD_GOES_ON.match(span.lines[-1].text) else None
        best = candidates[0]
        reaches_both = len(fold(best.form)) > 0.9 * len(fold(span.text))
        inverted = "," in best.name.name and "," not in best.form
        return Meaning(span, (candidates,)) if reaches_both and best.logit > 0.5 and not inverted else None
