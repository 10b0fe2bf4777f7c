"""Weigh candidates by the figure around them: line, label, paper, and the company they keep."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from figway.lexicon.model import Entity
from figway.recognise.company import CLOSEST
from figway.recognise.context import Context, weigh, weigh_virus
from figway.recognise.infections import is_virus
from figway.recognise.labels import Span
from figway.recognise.match import Candidate, Matcher, rank
from figway.recognise.weights import Reason, reason
from figway.text import fold

PROTEINS = frozenset({"gene", "family", "complex"})
COMPANIONABLE = PROTEINS | {"other_protein"}
"""Kinds whose candidates may be proteins that keep company with others."""
VAGUE = frozenset({"other_protein", "process", "other"})
"""Kinds that say less than a gene or a family does: a long form of these kinds takes no name from a protein."""
STEM, AMONG_NAMES = "context:list", "context:among names"
"""The features of an item of a list: of names with one stem (STAT1/3), or of names most of which are sure."""
LIKELY = 0.0
"""Log odds that a candidate needs."""
SURE = 2.0
"""Log odds from which a gene counts as company for others, and a part of a piece as a name."""


class Weigher:
    """Weigh the candidates of one figure after another; what one figure says of a piece is weighed once."""

    def __init__(self, matcher: Matcher, likely: float = LIKELY) -> None:
        self.matcher = matcher
        self.likely = likely
        self.swayed = False
        """Whether the company that genes keep could have changed what was weighed; set to False by who asks."""
        self._spelt: dict[str, Sequence[Candidate]] = {}
        self.asked = False
        """Whether there was anything to weigh; set to False by who asks."""
        self.keys: set[str] = set()
        """Keys of the forms asked for, which a paper may spell out; emptied by who asks."""
        self._seen: dict[Hashable, list[Candidate]] = {}
        self._most_company = 0.0
        """What company can add at most: candidates that even this does not lift above the bar need not be weighed."""

    def begin(self) -> None:
        """Forget the last figure."""
        self._seen = {}
        self._spelt.clear()
        self._most_company = max(0.0, reason("context:company", "", CLOSEST).weight)

    def turn_to(self, seen: dict[Hashable, list[Candidate]]) -> None:
        """Turn to a line, or to lines joined, of which this was weighed before; what is weighed now is added."""
        self._seen = seen

    def sure(self, form: str, span: Span, context: Context) -> tuple[Candidate, ...]:
        """Give the meanings of a form that surely is a name as it is printed; else nothing."""
        found = self.named(form, span, context)
        return found if found and not found[0].transforms and found[0].logit > SURE else ()

    def named(self, form: str, span: Span, context: Context, *, listed: str = "") -> tuple[Candidate, ...]:
        """Give the likely meanings of a form, best first; `listed` says of what list it is an item."""
        candidates = self._meanings(form, context)
        return self.weighed(form, candidates, span, context, listed=listed) if candidates else ()

    def has_meaning(self, form: str, context: Context) -> bool:
        """Tell whether a form may mean anything here."""
        return bool(self._meanings(form, context))

    def lookalikes(self, span: Span, context: Context) -> tuple[Candidate, ...]:
        """Give the likely meanings of a piece with look-alike letters exchanged, best first."""
        return self.weighed("", self.matcher.match_lookalikes(span.text), span, context)

    def _meanings(self, form: str, context: Context) -> Sequence[Candidate]:
        """Give what a form may mean, and what its long form means where the paper spells it out (G-I)."""
        found = self.matcher.match(form)
        key = fold(form)
        self.keys.add(key)
        long = context.long_form(key)
        if not long:
            return found
        if form not in self._spelt:
            protein = any(c.logit > 0 and c.entity.kind in PROTEINS for c in found)
            spelt = [
                c._replace(form=form, transforms=(*c.transforms, f"spelt out as {long}"))
                for c in self.matcher.match(long)
                if c.logit > 0 and set(c.transforms) <= {"plural"} and not (protein and c.entity.kind in VAGUE)
            ]
            self._spelt[form] = rank([*found, *spelt]) if spelt else found
        return self._spelt[form]

    def weighed(
        self, form: str, candidates: Sequence[Candidate], span: Span, context: Context, *, listed: str = ""
    ) -> tuple[Candidate, ...]:
        """Add what the figure says to each candidate of a form ('' for look-alikes); give the likely, best first."""
        if not candidates:
            return ()
        self.asked = True
        found = self._in_figure(form, candidates, span, context, listed=listed)
        best = found[0]
        for candidate in found:
            if candidate.logit > best.logit:
                best = candidate
        if best.entity.kind in COMPANIONABLE:
            found = [c for c in found if c.logit + self._most_company > self.likely]
            self.swayed = self.swayed or any(self.matcher.pathways(c.entity) for c in found)
            if context.company.sure:
                found = [c.add(*self._company(c.entity, context)) for c in found]
        likely = [c for c in found if c.logit > self.likely]
        if len(likely) < 2:
            return tuple(likely)
        return tuple(sorted(likely, key=lambda c: (not _is_symbol(c, likely), -round(c.logit, 6))))

    def _in_figure(
        self, form: str, candidates: Sequence[Candidate], span: Span, context: Context, *, listed: str
    ) -> list[Candidate]:
        """Add what line, label and paper say, which is the same both times that the lines are gone through."""
        key = form, span.start, span.end, listed
        if key not in self._seen:
            found = []
            around, score, share = self._around(span, context), span.score, span.share
            after = span.lines[0].text[span.end :].strip() if len(span.lines) == 1 else ""
            for candidate in candidates[:12]:
                printed, name, kind = candidate.form, candidate.name.name, candidate.entity.kind
                extra = weigh(context, printed, name, kind, score, share, around, after)
                if kind == "disease" and is_virus(printed, candidate.entity.name):
                    extra.append(reason("context:cells", "the name of a virus, not of its disease"))
                if listed:
                    extra.append(reason(listed, "one of a list of names"))
                if candidate.name.source == "mesh_viral_protein":
                    extra.extend(weigh_virus(context, printed, name, candidate.entity.name))
                found.append(candidate.add(*extra, *self._spelt_out(candidate, context)))
            self._seen[key] = found
        return self._seen[key]

    def _around(self, span: Span, context: Context) -> str:
        """Give what else the label says: the rest of the line, and the lines right above and below it."""
        if len(span.lines) > 1:
            return ""
        return f"{span.around} {context.stacks.get(span.lines[0].id, '')}".strip()

    def _company(self, entity: Entity, context: Context) -> list[Reason]:
        """Weigh how often a gene stands in pathways together with those that the figure surely names."""
        if entity.kind not in PROTEINS:
            return []
        closeness = context.company.closeness(entity.id, self.matcher.pathways(entity))
        if closeness <= 0:
            return []
        return [
            reason("context:company", f"stands in pathways with others of this figure ({closeness:.2f})", closeness)
        ]

    def _spelt_out(self, candidate: Candidate, context: Context) -> list[Reason]:
        """Weigh an abbreviation that the paper spells out: for the entity of the long form, against all others."""
        long = context.long_form(fold(candidate.form))
        if not long:
            return []
        meant = {name.entity for name in self.matcher.lexicon.lookup(fold(long))}
        meant |= {c.entity.id for c in self.matcher.match(long)}
        if candidate.entity.id in meant:
            return [reason("context:spelt out", f"spelt out as '{long}'")]
        if meant:
            return [reason("context:spelt out otherwise", f"spelt out as '{long}', which is something else")]
        own = {fold(word) for word in candidate.entity.name.split()}
        alike = own & {fold(word) for word in long.replace("-", " ").split()}
        return [] if alike else [reason("context:spelt out unlike", f"spelt out as '{long}'")]


def _is_symbol(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    """Tell a gene printed by its approved symbol, which the family of the same name must not hide (FOS, JUN)."""
    if candidate.name.source != "hgnc_symbol" or candidate.transforms or candidate.form != candidate.name.name:
        return False
    curie = candidate.entity.id
    return all(c.entity.kind in PROTEINS and (c.entity.id == curie or curie in c.entity.members) for c in others[:2])
