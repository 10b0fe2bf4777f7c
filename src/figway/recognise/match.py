"""Match one printed form against the lexicon and weigh how the form differs from the name.

Every candidate carries its evidence as weights in log odds, which add up: a candidate with a sum above zero is more
likely right than wrong. What a form can tell by itself is weighed here, once for each distinct form; what the
figure around it tells is added in `figway.recognise.context`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Name
from figway.recognise.agreement import agreement
from figway.recognise.company import drawn, pathways_of
from figway.recognise.keys import Key, greek_keys, lookalike_keys, plain_keys
from figway.recognise.weights import Reason, reason

TRANSFORMS = (
    ("prefix p", "phosphorylated"),
    ("suffix -P", "phosphorylated"),
    ("suffix P", "phosphorylated"),
    ("suffix (P)", "phosphorylated"),
    ("head noun", "head noun"),
    ("plural", "plural"),
    ("mark", "mark"),
    ("article", "mark"),
    ("prefix species", "species"),
    ("prefix", "prefix"),
    ("suffix form", "form"),
    ("suffix", "suffix"),
)
"""How a transform starts, and the feature that weighs it."""
SURE = frozenset(
    {"hgnc_symbol", "curated", "famplex_synonym", "famplex_gene", "famplex_chemical", "mesh_viral_protein"}
)
CLASS_KEYS = frozenset(
    {"infection", "infections", "disease", "diseases", "syndrome", "disorder", "disorders", "lesion"}
)
"""Words too general to name a disease by themselves."""
MATURE = frozenset({"mirna_name", "hgnc_symbol"})
"""Sources of a microRNA whose letter is its own (miR-146a), and not the form's (miR-124a)."""
KINDS = frozenset({"gene", "family", "complex", "chemical", "disease", "process", "place"})
ALIASES = frozenset({"hgnc_alias_symbol", "hgnc_prev_symbol", "ncbigene_alias", "mgi_synonym", "rgd_synonym"})
NUMERALS = re.compile(r"[\W\d_]*$|[\W_]*[IVX]+[\W_]*$")
"""Numbers, Arabic or Roman, which no exchange of letters makes a name."""
_GREEK_SHORT = re.compile(r"^[α-ω]-?\d$|^[αβγδ][12]?-?[αβγδ]$")
"""A Greek letter with a digit (β1, μ2): the subunit of anything, as short as it is printed."""
LONG_WORD = 6
"""Letters from which an English word stands as it was read."""
_BACTERIAL = re.compile(r"^[a-z]{3}[A-Z]{1,2}[0-9]?$")
_CLOSE = {"i", "l", "1", "o", "0"}


class Candidate(NamedTuple):
    """Hold one possible meaning of one printed form; `logit` is the sum of the evidence in log odds."""

    entity: Entity
    name: Name
    form: str
    transforms: tuple[str, ...]
    state: tuple[str, ...]
    evidence: tuple[Reason, ...] = ()
    logit: float = 0.0

    @property
    def score(self) -> float:
        """Give the probability that the evidence amounts to."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit))))

    def add(self, *more: Reason) -> Candidate:
        """Return the candidate with further evidence."""
        if not more:
            return self
        entity, name, form, transforms, state, evidence, logit = self
        for one in more:
            logit += one.weight
        return Candidate(entity, name, form, transforms, state, (*evidence, *more), logit)


class Matcher:
    """Find the meanings of printed forms; keeps what it found, for figures repeat their names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._pathways: dict[str, int] = {}
        self.match = lru_cache(maxsize=1 << 17)(self._match)
        self.match_lookalikes = lru_cache(maxsize=1 << 15)(self._match_lookalikes)

    def pathways(self, entity: Entity) -> int:
        """Give the pathways of a gene or a family, looked up once."""
        found = self._pathways.get(entity.id)
        if found is None:
            found = self._pathways[entity.id] = pathways_of(entity, self.lexicon)
        return found

    def is_word(self, surface: str) -> bool:
        """Tell whether a form is a long English word, which is hardly a misread name (Regulator is not Ragulator)."""
        return len(surface) >= LONG_WORD and surface.isalpha() and self.lexicon.is_english(surface.lower())

    def _match(self, surface: str) -> tuple[Candidate, ...]:
        """Give the candidates of a form as printed, without affixes, or with a Latin letter read as Greek.

        Longer affixes are stripped only where the form itself is no name; best candidates first.
        """
        keys = plain_keys(surface)
        found = [candidate for key in keys for candidate in self._candidates(key)]
        if len(found) > 1:
            found = _as_printed(found)
        if not any(c.logit > 0 and c.entity.kind != "place" for c in found):
            for key in keys:
                for greek in greek_keys(key):
                    found.extend(self._candidates(greek))
        return rank(found)

    def _match_lookalikes(self, surface: str) -> tuple[Candidate, ...]:
        """Give the candidates of a form with look-alike letters exchanged; for forms that are no name as read."""
        found: list[Candidate] = []
        if NUMERALS.match(surface) or self.is_word(surface):
            return ()
        for key in plain_keys(surface):
            for spelt in (key, *greek_keys(key)):
                if 3 <= len(spelt.key) <= 24:
                    for swapped in lookalike_keys(spelt, self.lexicon.__contains__):
                        found.extend(c for c in self._candidates(swapped) if _swap_allowed(c, swapped))
        return rank(found)

    def _candidates(self, key: Key) -> list[Candidate]:
        return [c for name in self.lexicon.lookup(key.key) if (c := self._candidate(key, name)) is not None]

    def _candidate(self, key: Key, name: Name) -> Candidate | None:
        entity = self.lexicon.entity(name.entity)
        if entity is None or key.key in CLASS_KEYS or (name.source == "hgnc_root" and set(key.transforms) - {"plural"}):
            return None
        if entity.kind == "disease" and ("head noun" in key.transforms or _abbreviates(name.name, key.form)):
            return None
        reasons = [
            reason(f"source:{name.source}", f"{name.source} {name.name}"),
            reason(f"kind:{entity.kind if entity.kind in KINDS else 'other'}", f"a {entity.kind}"),
        ]
        swapped = any(" read for " in t for t in key.transforms)
        begins = name.source == "curated" and name.name.islower() and key.form == name.name.capitalize()
        form = name.name if begins else key.form
        reasons.append(reason("agree:not compared", "spelling not compared") if swapped else agreement(form, name.name))
        reasons.extend(reason(f"transform:{transform_feature(t)}", t) for t in key.transforms)
        reasons.extend(self._doubts(key, name, entity))
        if entity.kind in ("gene", "family", "complex"):
            known = drawn(self.pathways(entity))
            reasons.append(reason("name:drawn", "known from pathways" if known else "in no known pathway", known - 0.5))
        return Candidate(entity, name, key.form, key.transforms, key.state).add(*[r for r in reasons if r.weight])

    def _doubts(self, key: Key, name: Name, entity: Entity) -> Iterator[Reason]:
        """Weigh what makes a form doubtful whatever it is compared with: shortness and being an English word."""
        length = 2 if _GREEK_SHORT.match(key.form) else len(key.key.rstrip("+"))
        sure = ", sure source" if name.source in SURE else ""
        form = key.form
        protein = entity.kind in ("gene", "family", "complex")
        if name.source == "curated" and length <= 2 and key.form == name.name:
            yield reason("form:short, curated", "short, but curated as it is printed")
        elif length <= 1:
            yield reason("form:one character", "one character")
        elif length == 2:
            yield reason(f"form:two characters{sure}", "two characters")
        elif length == 3:
            yield reason(f"form:three characters{sure}", "three characters")
        if form.isdigit():
            yield reason("form:number", "a number")
        if (protein or entity.kind in ("chemical", "disease")) and _BACTERIAL.match(form):
            yield reason("form:bacterial", "spelt as a bacterial gene")
        if entity.kind == "chemical" and _is_role(entity):
            yield reason("kind:role", "what a substance does, not what it is")
        if entity.kind == "disease" and length <= 4 and name.source == "doid_synonym":
            yield reason("form:letters only, alias", "a short alias without digits")
        if protein and length <= 4 and form.isalpha() and name.source in ALIASES:
            yield reason("form:letters only, alias", "a short alias without digits")
        bound = protein and ("GTP-bound" in key.state or "GDP-bound" in key.state)
        if form.isalpha() and self.lexicon.is_english(form.lower()) and not bound:
            yield from self._english(form, name, entity, length)
        elif protein and form.isalpha() and form.islower() and length < 7:
            yield reason("form:lower case", "lower case without digits")

    def _english(self, form: str, name: Name, entity: Entity, length: int) -> Iterator[Reason]:
        if entity.kind in ("process", "place", "disease") or name.source in ("mesh_name", "mesh_organism"):
            return
        if form.islower():
            yield reason("form:English", "an English word")
        elif form.isupper() and length > 2:
            yield reason("form:English capitals", "an English word in capitals")
        elif not form.isupper() and not form.istitle():
            return
        elif form != name.name or name.source not in SURE:
            yield reason("form:English title", "an English word")
        else:
            yield reason("form:English name", "an English word, printed as the name")


def _abbreviates(name: str, form: str) -> bool:
    """Tell a disease's abbreviation that is not printed as one: Als is not ALS."""
    return name.isupper() and name.isalpha() and len(name) <= 4 and form.istitle()


def _is_role(entity: Entity) -> bool:
    """Tell a heading of MeSH D27 (chemical actions and uses) or D23 (biological factors) from a substance."""
    trees = [x.removeprefix("mesh.tree:") for x in entity.xrefs if x.startswith("mesh.tree:")]
    return bool(trees) and all(t.startswith(("D27", "D23")) for t in trees)


@lru_cache(maxsize=1 << 12)
def transform_feature(transform: str) -> str:
    """Give the feature that weighs a transform."""
    if " read for " in transform:
        was, now = transform.split(" read for ")
        return "close swap" if was in _CLOSE and now in _CLOSE else "far swap"
    if transform == "caspase for CASP":
        return "mark"
    if " for " in transform:
        return "greek"
    return next(feature for start, feature in TRANSFORMS if transform.startswith(start))


LARGEST_SWAPPED = 8
"""Families with more members are not taken on the strength of a look-alike letter."""


def _swap_allowed(candidate: Candidate, key: Key) -> bool:
    name = candidate.name
    far = any(transform_feature(t) == "far swap" for t in key.transforms)
    if len(key.key) < 4 and (far or name.source in ALIASES):
        return False
    if name.source in (
        "mgi_synonym",
        "rgd_synonym",
        "mesh_supp_synonym",
        "ncbigene_alias",
        "mgi_symbol",
        "rgd_symbol",
        "mesh_viral_protein",
    ):
        return False
    if name.source == "hgnc_root" or len(candidate.entity.members) > LARGEST_SWAPPED:
        return False
    return len(name.name) >= 4 or name.source == "curated" or any(c.isdigit() for c in name.name)


def _as_printed(found: list[Candidate]) -> list[Candidate]:
    """Let a name printed as a sure source prints it stand before what differs from it.

    Aliases that differ in hyphens are doubted (EBP1 is not EBP-1), and no head noun is taken from a name that has one
    (IL-10 receptor is not IL-10).
    """
    if any(not c.transforms and c.name.source in MATURE for c in found):
        found = [c for c in found if not (c.name.source == "mirna_name" and c.transforms)]
    exact = {
        c.entity.id
        for c in found
        if not c.transforms and c.form == c.name.name and c.name.source in SURE and c.logit > 0
    }
    if not exact:
        return found
    kept = [c for c in found if "head noun" not in c.transforms or c.entity.id in exact]
    return [
        c.add(reason("agree:another as printed", "another is printed just so"))
        if c.name.source in ALIASES and c.form.lower() != c.name.name.lower() and c.entity.id not in exact
        else c
        for c in kept
    ]


def rank(found: list[Candidate]) -> tuple[Candidate, ...]:
    """Keep the best candidate of each entity, best first; ties go to the entity known longest (lowest number)."""
    if len(found) < 2:
        return tuple(found)
    best: dict[str, Candidate] = {}
    for candidate in found:
        old = best.get(candidate.entity.id)
        if old is None or candidate.logit > old.logit:
            best[candidate.entity.id] = candidate
    return tuple(sorted(best.values(), key=lambda c: (-round(c.logit, 6), _age(c.entity), c.entity.id)))


def _age(entity: Entity) -> int:
    """Give the NCBI Gene number, which is the lower the longer a gene has been known."""
    numbers = [int(x.removeprefix("ncbigene:")) for x in entity.xrefs if x.startswith("ncbigene:")]
    return min(numbers, default=0)
