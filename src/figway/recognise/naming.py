"""Take a piece of text for what it says: one name as printed, a list of names, or what else an unsure line may say.

A name as printed may have affixes and Greek letters; every item of a list or range must be a name.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from figway.recognise.context import Context
from figway.recognise.infections import infection
from figway.recognise.labels import Span
from figway.recognise.lattice import Rereader
from figway.recognise.lists import Items, split_list
from figway.recognise.match import NUMERALS, Candidate
from figway.recognise.meaning import Meaning
from figway.recognise.weigher import AMONG_NAMES, STEM, Weigher
from figway.recognise.weights import reason
from figway.text import fold

DOUBTFUL = 2.0
"""Log odds below which a name as read is held against what else the line may say."""
WITH_AFFIXES = 8
"""Likeliest other strings of an unsure line that are looked up without their affixes too."""
LONGEST_LIST = 30
MOST_OF_A_LIST = 0.6
"""Share of a list's items that must be names by themselves, for the others to be taken more easily (Lyn, Fyn, Yes)."""


class Namer:
    """Name pieces of the lines of one figure after another."""

    def __init__(self, weigher: Weigher) -> None:
        self.weigher = weigher
        self._lexicon = weigher.matcher.lexicon
        self._rereaders: dict[str, Rereader] = {}
        self._reread_as: dict[tuple[str, int, int], list[tuple[str, float]]] = {}

    def begin(self) -> None:
        """Forget the last figure."""
        self._rereaders.clear()
        self._reread_as.clear()

    def name(self, span: Span, context: Context) -> Meaning | None:
        """Give the name, or the list of names, that a piece says; None where it says none."""
        candidates = self.weigher.named(span.text, span, context)
        if candidates and candidates[0].logit < DOUBTFUL and len(fold(span.text)) > 3:
            reread = self.reread(span, context)
            if reread is not None and reread.items[0][0].logit > candidates[0].logit:
                return reread
        if candidates:
            return Meaning(span, (candidates,))
        if illness := infection(span.text, self._lexicon):
            return Meaning(span, (illness,))
        return self.names(span, context)

    def names(self, span: Span, context: Context) -> Meaning | None:
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

    def reread(self, span: Span, context: Context) -> Meaning | None:
        """Take the name among the other strings that the OCR thought likely, weighed by how likely each is."""
        line = span.lines[0]
        whole = span.end - span.start == len(line.text)
        if line.lattice is None or len(span.lines) > 1 or not (whole or " " not in span.text):
            return None
        if NUMERALS.match(span.text):
            return None
        if self.weigher.matcher.is_word(span.text):
            return None
        best: tuple[Candidate, ...] = ()
        for text, loss in self._other_names(span, context):
            candidates = self.weigher.named(text, span, context)
            if not candidates:
                continue
            what = f"read as '{span.text}', '{text}' is {math.exp(loss):.2g} times as likely"
            why = [reason("context:reread", what, -loss)]
            if len(fold(text)) == 3:
                why.append(reason("context:reread short", "three characters read again"))
            found = tuple(c.add(*why) for c in candidates)
            found = tuple(c for c in found if c.logit > self.weigher.likely and c.name.source != "hgnc_root")
            if found and (not best or found[0].logit > best[0].logit):
                best = found
        return Meaning(span, (best,), False, ("reread",)) if best else None

    def _other_names(self, span: Span, context: Context) -> list[tuple[str, float]]:
        """Give the other strings of a piece that are names, with how much less likely each is; once a figure."""
        line = span.lines[0]
        key = (line.id, span.start, span.end)
        if key not in self._reread_as:
            if line.id not in self._rereaders:
                self._rereaders[line.id] = Rereader(line)
            self._reread_as[key] = [
                (text, loss)
                for number, (text, loss) in enumerate(self._rereaders[line.id].readings(span.start, span.end))
                if len(short := fold(text)) > 2
                and (number < WITH_AFFIXES or short in self._lexicon)
                and self.weigher.has_meaning(text, context)
            ]
        return self._reread_as[key]
