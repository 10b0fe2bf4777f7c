"""Guess at a piece of text that is no name as read.

Names joined by dashes come first, then what else an unsure line may say, other spellings, look-alike letters, and last
parts of it: names in a list of which not all are known, and names run together.
"""

from __future__ import annotations

import re

from figway.recognise.compounds import compound, of_a_series
from figway.recognise.context import PROCESS, Context, reading_doubt
from figway.recognise.keys import respelt
from figway.recognise.labels import Span
from figway.recognise.lists import split_brackets, split_dashes, split_list
from figway.recognise.looks import chemical
from figway.recognise.match import SURE as SURE_SOURCES
from figway.recognise.match import Candidate
from figway.recognise.meaning import Meaning
from figway.recognise.naming import Namer
from figway.recognise.weigher import PROTEINS, SURE
from figway.text import fold

LONG_ENOUGH = 6
"""Letters that one name needs to be cut out of a word whose other part is no name."""
BY_LOOK = "by its look"
"""How a meaning says that nothing but the look of a chemical's name speaks for it."""
_SEAM = re.compile(r"(?<=[κk]B)(?=[A-Z])|(?<=[a-z0-9α-ω])(?=[A-Z])|(?<=\d)(?=[a-z]{4})|(?<=[A-Z]{3})(?=[A-Z][a-z]+\d)")
_CAPITALS = re.compile(r"^[A-Z0-9]+$")


class Guesser:
    """Guess at pieces of the lines of one figure after another."""

    def __init__(self, namer: Namer) -> None:
        self.namer = namer
        self.weigher = namer.weigher
        self.matcher = namer.weigher.matcher

    def guess(self, span: Span, context: Context) -> Meaning | None:
        """Give the likeliest guess of the surest kind that finds one; None where none does."""
        if " " in span.text.strip() and len(span.text) > 40:
            return None
        parts = split_dashes(span.text)
        if parts is not None and len(parts.forms) <= 4:
            found = [self.weigher.named(form, span, context) for form in parts.forms]
            if all(found):
                return Meaning(span, tuple(found), False, ("joined by dashes",))
        reread = self.namer.reread(span, context)
        if reread is not None:
            return reread
        for form, how in respelt(span.text):
            candidates = self.weigher.named(form, span, context)
            if candidates and candidates[0].logit > SURE and candidates[0].entity.kind in PROTEINS:
                return Meaning(span, (candidates,), False, (how,))
        candidates = self.weigher.lookalikes(span, context)
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
        return self._partly(span, context) or self._run_together(span, context) or self.by_look(span, context)

    def by_look(self, span: Span, context: Context) -> Meaning | None:
        """Take a whole line, or lines joined, for the chemicals that it looks to name: one, or some items of a list."""
        if not span.whole:
            return None
        items = split_list(span.text)
        forms = (span.text,) if items is None or items.shared else items.forms
        sure = [self.weigher.sure(form, span, context) if len(forms) > 1 else () for form in forms]
        looks = [() if known else chemical(form, self.matcher.lexicon) for known, form in zip(sure, forms, strict=True)]
        if not any(looks):
            return None
        self.weigher.asked = True  # what the text says is settled, the rest depends on the figure
        if PROCESS.search(context.stacks.get(span.lines[-1].id, "")):
            return None
        doubt = reading_doubt(span.score)
        looks = [tuple(c for one in look if (c := one.add(*doubt)).logit > 0) for look in looks]
        found = tuple(known or look for known, look in zip(sure, looks, strict=True) if known or look)
        return Meaning(span, found, False, (BY_LOOK,)) if any(looks) else None

    def _partly(self, span: Span, context: Context) -> Meaning | None:
        """Take from a list the items that surely are names, where not all are (HCWEs/quercetin)."""
        items = split_list(span.text) or split_brackets(span.text)
        if items is None or items.shared or " " in span.text:
            return None
        pieces = [p for form in items.forms for p in (_SEAM.split(form) if _SEAM.search(form) else [form])]
        pieces += [p for form in items.forms if (two := split_brackets(form)) for p in two.forms]
        found = [self.weigher.sure(p, span, context) for p in (*items.forms, *pieces)]
        known = {f[0].entity.id: f for f in found if f and len(fold(f[0].form)) > 3}
        return Meaning(span, tuple(known.values()), False, ("part of a list",)) if known else None

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
