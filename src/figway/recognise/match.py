"""Match one printed form against the lexicon and weigh how the form differs from the name.

Every candidate carries its evidence as weights in log odds, which add up: a candidate with a sum above zero is more
likely right than wrong. What a form can tell by itself is weighed here, once for each distinct form; what the
figure around it tells is added in `figway.recognise.context`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Name
from figway.recognise.keys import Key, greek_keys, lookalike_keys, plain_keys
from figway.records import Evidence
from figway.text import normalize, spell_greek

SOURCE_WEIGHT = {
    "curated": 2.6,
    "hgnc_symbol": 2.0,
    "famplex_id": 1.6,
    "famplex_synonym": 1.8,
    "famplex_gene": 2.0,
    "hgnc_prev_symbol": 0.9,
    "hgnc_alias_symbol": 1.0,
    "ncbigene_alias": 0.2,
    "hgnc_name": 2.0,
    "hgnc_alias_name": 1.6,
    "mesh_name": 2.0,
    "mesh_synonym": 1.3,
    "famplex_chemical": 1.6,
    "famplex_term": 1.4,
    "mgi_symbol": 0.6,
    "rgd_symbol": 0.5,
    "go_name": 1.6,
    "go_synonym": 1.0,
    "mesh_supp_name": 0.8,
    "mesh_supp_synonym": 0.2,
    "mgi_synonym": -0.8,
    "rgd_synonym": -0.9,
    "doid_name": 1.6,
    "doid_synonym": 0.8,
    "chebi_name": 0.6,
    "mesh_organism": 1.8,
}
"""Log odds that a printed form which equals a name of this source means it."""

TRANSFORM_WEIGHT = (
    ("prefix p", -0.2),
    ("suffix -P", -0.2),
    ("head noun", -0.3),
    ("plural", -0.2),
    ("mark", -0.1),
    ("article", 0.0),
    ("prefix species", -1.5),
    ("prefix tag", -0.4),
    ("prefix", -0.5),
    ("suffix form", -0.8),
    ("suffix", -0.4),
)
GREEK_GUESS = -0.6
CLOSE_SWAP, FAR_SWAP = -1.2, -2.4
_CLOSE = {"i", "l", "1", "o", "0"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold one possible meaning of one printed form."""

    entity: Entity
    name: Name
    form: str
    transforms: tuple[str, ...]
    state: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    others: int = 0

    @property
    def logit(self) -> float:
        """Give the sum of the evidence in log odds."""
        return sum(e.weight for e in self.evidence)

    @property
    def score(self) -> float:
        """Give the probability that the evidence amounts to."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.logit))))

    def add(self, *evidence: Evidence) -> Candidate:
        """Return the candidate with further evidence."""
        return replace(self, evidence=(*self.evidence, *evidence))


def agreement(form: str, name: str) -> Evidence:
    """Weigh how a printed form differs from a name that folds to the same key.

    >>> agreement("AKT1", "AKT1").weight > agreement("Akt1", "AKT1").weight > agreement("akt1", "AKT1").weight
    True
    """
    form, name = spell_greek(normalize(form)), spell_greek(normalize(name))
    if form == name:
        return Evidence(what="printed as the name", weight=1.2)
    bare_form, bare_name = _bare(form), _bare(name)
    if bare_form == bare_name:
        return Evidence(what="differs in hyphens, spaces or Greek", weight=1.0)
    if len(bare_name) > 8 or " " in name:
        return Evidence(what="differs in case, a long name", weight=0.9)
    if bare_form[1:] == bare_name[1:]:
        return Evidence(what="differs in the case of the first letter", weight=0.6)
    if bare_form == bare_name.upper():
        return Evidence(what="printed in capitals", weight=0.5)
    if bare_form.islower():
        return Evidence(what="printed in lower case", weight=-1.2)
    if bare_form[:1].isupper() and bare_form[1:].islower() and bare_name.isupper():
        return Evidence(what="capital first, as mouse symbols", weight=0.5)
    return Evidence(what="differs in case", weight=-0.6)


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c == "+")


class Matcher:
    """Find the meanings of printed forms; keeps what it found, for figures repeat their names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.match = lru_cache(maxsize=1 << 17)(self._match)
        self.match_lookalikes = lru_cache(maxsize=1 << 15)(self._match_lookalikes)

    def _match(self, surface: str) -> tuple[Candidate, ...]:
        """Give the candidates of a form as printed, without affixes, or with a Latin letter read as Greek.

        Longer affixes are stripped only where the form itself is no name; best candidates first.
        """
        found: list[Candidate] = []
        keys = list(plain_keys(surface))
        for key in keys:
            found.extend(self._candidates(key))
        if not any(c.logit > 0 and c.entity.kind != "place" for c in found):
            for key in keys:
                for greek in greek_keys(key):
                    found.extend(self._candidates(greek))
        return rank(found)

    def _match_lookalikes(self, surface: str) -> tuple[Candidate, ...]:
        """Give the candidates of a form with look-alike letters exchanged; for forms that are no name as read."""
        found: list[Candidate] = []
        for key in plain_keys(surface):
            if 3 <= len(key.key) <= 24:
                for swapped in lookalike_keys(key):
                    found.extend(c for c in self._candidates(swapped) if _swap_allowed(c))
        return rank(found)

    def _candidates(self, key: Key) -> list[Candidate]:
        return [c for name in self.lexicon.lookup(key.key) if (c := self._candidate(key, name)) is not None]

    def _candidate(self, key: Key, name: Name) -> Candidate | None:
        entity = self.lexicon.entity(name.entity)
        if entity is None:
            return None
        evidence = [Evidence(what=f"{name.source} {name.name}", weight=SOURCE_WEIGHT[name.source])]
        swapped = any(" read for " in t for t in key.transforms)
        evidence.append(
            Evidence(what="spelling not compared", weight=0.4) if swapped else agreement(key.form, name.name)
        )
        evidence.extend(Evidence(what=t, weight=transform_weight(t)) for t in key.transforms)
        evidence.extend(self._guards(key, name, entity))
        return Candidate(entity, name, key.form, key.transforms, key.state, tuple(evidence))

    def _guards(self, key: Key, name: Name, entity: Entity) -> list[Evidence]:
        """Weigh what makes a form doubtful whatever it is compared with: shortness and being an English word."""
        guards = []
        length = len(key.key.rstrip("+"))
        exact = name.source in (
            "hgnc_symbol",
            "curated",
            "famplex_synonym",
            "famplex_gene",
            "famplex_chemical",
        )
        if length <= 1:
            guards.append(Evidence(what="one character", weight=-7.0))
        elif length == 2:
            guards.append(Evidence(what="two characters", weight=-2.2 if exact else -4.5))
        elif length == 3:
            guards.append(Evidence(what="three characters", weight=-0.3 if exact else -1.0))
        form = key.form
        word = form.lower()
        if form.isalpha() and self.lexicon.is_english(word):
            if entity.kind in ("process", "place", "disease") or name.source in (
                "mesh_name",
                "mesh_organism",
            ):
                pass
            elif form.islower():
                guards.append(Evidence(what="an English word", weight=-5.0))
            elif form.isupper() and length > 2:
                guards.append(Evidence(what="an English word in capitals", weight=-0.4))
            elif form != name.name or not exact:
                guards.append(Evidence(what="an English word", weight=-3.0))
            else:
                guards.append(Evidence(what="an English word, printed as the name", weight=-1.0))
        elif form.isalpha() and form.islower() and entity.kind in ("gene", "family", "complex") and length < 7:
            guards.append(Evidence(what="lower case without digits", weight=-0.8))
        if form.isdigit():
            guards.append(Evidence(what="a number", weight=-6.0))
        return guards


def transform_weight(transform: str) -> float:
    """Give the log odds that a transform costs."""
    if " read for " in transform:
        was, now = transform.split(" read for ")
        return CLOSE_SWAP if was in _CLOSE and now in _CLOSE else FAR_SWAP
    if " for " in transform:
        return GREEK_GUESS
    return next((w for start, w in TRANSFORM_WEIGHT if transform.startswith(start)), -0.5)


def _swap_allowed(candidate: Candidate) -> bool:
    name = candidate.name
    if name.source in (
        "mgi_synonym",
        "rgd_synonym",
        "mesh_supp_synonym",
        "ncbigene_alias",
        "mgi_symbol",
        "rgd_symbol",
    ):
        return False
    return len(name.name) >= 4 or any(c.isdigit() for c in name.name)


def rank(found: list[Candidate]) -> tuple[Candidate, ...]:
    """Keep the best candidate of each entity, best first; ties go to the entity known longest (lowest number)."""
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
