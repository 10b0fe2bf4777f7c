"""Gather what stands around a label and weigh it: caption, titles, abbreviations spelt out, other labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import add

from figway.recognise.company import Company
from figway.recognise.compounds import has_codes
from figway.recognise.weights import Reason, reason
from figway.records import FigureRecord
from figway.text import fold, normalize, words

_SHORT = re.compile(r"[(\[]\s?([A-Za-zα-ωΑ-Ω0-9][\w\-/+.α-ω]{0,11})\s?[)\]]")
_CYCLE = re.compile(r"\s?cycle\b")
"""The tricarboxylic acid (TCA) cycle: by itself, the abbreviation stands for the cycle."""
_LONG_BACKWARDS = re.compile(r"(?:[ ,]+[\w\-/α-ω']+){1,8}")
_SHORT_LONG = re.compile(
    r"(?:^|[.;:,(]\s*)([A-Z][\w\-/+α-ω]{0,10}s?)\s?(?:,|=|:|;|–| - |\()\s?((?:[\w\-/α-ω']+ ?){1,8})"
)
PROCESS = re.compile(
    r"\b(?:(?:bio)?synthesis|metabolism|metabolic|oxidation|uptake|transport|cycle|homeostasis|efflux|influx|methylation|"
    r"phosphorylation|replication|breakdown|production|degradation|secretion|depletion|signal+ing|stress|dependent|"
    r"starvation|deprivation|deficiency|pathways?)\b",
    re.IGNORECASE,
)
CELLS = re.compile(r"\b(?:cells?|cell lines?|tissues?|antigens?|suppressors?|microenvironment)\b", re.IGNORECASE)
VIRUS = re.compile(r"\b(?:virus(?:es)?|CoV)\b", re.IGNORECASE)
"""What makes a disease the name of a virus: Canine Distemper Virus, stomatitis and influenza virus."""
_OF_A_VIRUS = re.compile(r"\W*(?:virus|CoV)\b", re.IGNORECASE)
_INFECTED = re.compile(r"infect|disease|syndrome|vaccin", re.IGNORECASE)
MARKED_CELLS = re.compile(
    r"[+−-]?\s*(?:(?:T|B|NK|T ?helper|effector|memory|expressing|positive|negative|high|low)[ -])*"
    r"(?:cells?\b|cell lines?|TILs?\b|lymphocytes?|macrophages?|monocytes?|neutrophils?|neurons?|thymocytes?|Tregs?\b)",
    re.IGNORECASE,
)
"""What follows a name that marks cells: CD8+ T cells."""
SURE_READING = 0.9
"""Lines read with at least this score need no excuse."""
_VIRUS = re.compile(r"\b(?:\w*virus(?:es)?|viral|virions?|HIV|HCV|HBV|EBV|KSHV|HCMV|HPV|HTLV)\b")
_ANY_VIRUS = {"virus", "human", "type", "associated"}
_PIECE = re.compile(r"[\w\-+α-ωΑ-Ω']+")


@dataclass(slots=True)
class Asked:
    """Hold what was asked of a context since it was last forgotten, so that the answers can be compared."""

    prose: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)

    def forget(self) -> None:
        """Begin anew."""
        self.prose.clear()
        self.words.clear()
        self.short.clear()


@dataclass(frozen=True, slots=True)
class Context:
    """Hold what the figure's words say about its labels."""

    prose: frozenset[str] = frozenset()
    english: frozenset[str] = frozenset()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    capitals: bool = False
    compounds: bool = False
    virus: bool = False
    company: Company = field(default_factory=Company)
    stacks: Mapping[str, str] = field(default_factory=dict)
    asked: Asked = field(default_factory=Asked, compare=False)

    def names(self, keys: Iterable[str]) -> bool:
        """Tell whether caption, titles or abstract have one of these folded names."""
        self.asked.prose.update(keys)
        return not self.prose.isdisjoint(keys)

    def has_word(self, word: str) -> bool:
        """Tell whether they have this word, all in small letters."""
        self.asked.words.add(word)
        return word in self.english

    def long_form(self, key: str) -> str:
        """Give what an abbreviation stands for in this paper, by its folded key; '' where it is not spelt out."""
        self.asked.short.add(key)
        return self.abbreviations.get(key, "")

    def spells_out(self, keys: frozenset[str]) -> bool:
        """Tell whether this paper spells out one of these abbreviations."""
        self.asked.short.update(keys)
        return bool(self.abbreviations) and not keys.isdisjoint(self.abbreviations)


def context_of(record: FigureRecord) -> Context:
    """Gather the context of a record from its caption, titles, abstract, sentences and lines."""
    figure, article = record.figure, record.article
    prose = [
        figure.caption,
        figure.figtitle,
        article.title,
        article.abstract,
        *article.keywords,
        *figure.sentences,
    ]
    text = normalize(" . ".join(p for p in prose if p))
    return Context(
        prose=frozenset(_phrases(text)),
        english=frozenset(w for w in _PIECE.findall(text) if w.islower()),
        abbreviations=abbreviations(f"{text} . {' . '.join(line.text for line in record.text)}"),
        capitals=_in_capitals(line.text for line in record.text),
        compounds=has_codes(record.text),
        virus=len(_VIRUS.findall(text)) > 1,
    )


def _phrases(text: str) -> Iterable[str]:
    """Give the folded keys of words, and of two and three words in a row."""
    tokens = [t for t in map(fold, _PIECE.findall(text)) if t]
    pairs = list(map(add, tokens, tokens[1:]))
    return chain(tokens, pairs, map(add, pairs, tokens[2:]))


def _in_capitals(lines: Iterable[str]) -> bool:
    """Tell whether a figure prints ordinary words in capitals."""
    plain = [w for line in lines for w in re.findall(r"[A-Za-z]{5,}", line)]
    return len(plain) >= 4 and sum(w.isupper() for w in plain) > 0.7 * len(plain)


def abbreviations(text: str) -> dict[str, str]:
    """Find abbreviations that a text spells out, by folded short form (after Schwartz and Hearst, 2003).

    >>> abbreviations("The mitochondria-associated membrane (MAM) and ECs, endothelial cells.")
    {'mam': 'mitochondria-associated membrane', 'ecs': 'endothelial cells'}
    """
    found: dict[str, str] = {}
    backwards = text[::-1]
    for match in _SHORT.finditer(text):
        before = _LONG_BACKWARDS.match(backwards, len(text) - match.start())
        long = best_long_form(match[1], before[0][::-1]) if before else ""
        if long:
            long = f"{long} cycle" if _CYCLE.match(text, match.end()) else long
            found.setdefault(fold(match[1]), long)
    for match in _SHORT_LONG.finditer(text):
        long = match[2].strip()
        if _initials_fit(match[1], long):
            found.setdefault(fold(match[1]), long)
    return found


def best_long_form(short: str, before: str) -> str:
    """Give the shortest run of words before a bracket whose letters spell the short form, '' where none does."""
    letters = [c for c in short.lower() if c.isalnum()]
    text = before.strip(" ,")
    position = len(text) - 1
    for index in range(len(letters) - 1, -1, -1):
        while position >= 0 and (
            text[position].lower() != letters[index] or (index == 0 and position > 0 and text[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return ""
        position -= 1
    long = text[position + 1 :]
    enough = len(long.split()) <= len(letters) + 5 and len(long) > len(short) and len(letters) > 1
    return long if enough else ""


def _initials_fit(short: str, long: str) -> bool:
    letters = [c for c in short.rstrip("s").lower() if c.isalnum()]
    tokens = words(long.replace("-", " "))
    if len(letters) < 2 or len(tokens) < 2 or len(long) <= len(short):
        return False
    return bool(best_long_form(short.rstrip("s"), long)) and tokens[0][0] == letters[0]


def reading_doubt(line_score: float) -> list[Reason]:
    """Weigh an unsure reading, by the OCR's probability of the line."""
    if line_score >= SURE_READING:
        return []
    return [reason("context:reading", f"line read with {line_score:.2f}", round(SURE_READING - line_score, 3))]


def weigh(
    context: Context,
    form: str,
    name: str,
    kind: str,
    line_score: float,
    share: float,
    around: str = "",
    after: str = "",
) -> list[Reason]:
    """Weigh what the figure says for or against a candidate.

    `line_score` is the OCR's probability of the line, `share` the part of the line's characters that the form takes,
    `around` what else the line says, and `after` what it says behind the form.
    """
    reasons = []
    if context.names((fold(form), fold(name))):
        ordinary = form.isalpha() and not form.isupper() and context.has_word(form.lower())
        if ordinary and kind in ("gene", "family"):
            reasons.append(reason("context:ordinary word", "an ordinary word of the caption"))
        else:
            reasons.append(reason("context:named", "named in caption, title or abstract"))
    if context.capitals and form.isupper() and form.isalpha() and len(form) > 3 and kind == "gene":
        reasons.append(reason("context:capitals", "the figure prints ordinary words in capitals"))
    reasons.extend(reading_doubt(line_score))
    if around:
        if kind == "chemical" and PROCESS.search(around):
            reasons.append(reason("context:process", "part of the name of a process"))
        if kind == "disease" and CELLS.search(around):
            reasons.append(reason("context:cells", "part of the name of cells"))
        elif kind in ("disease", "gene") and VIRUS.search(around) and not _INFECTED.search(f"{form} {around}"):
            named = kind == "disease" or _OF_A_VIRUS.match(after or around)
            reasons.extend([reason("context:cells", "part of the name of a virus")] if named else [])
        if kind in ("gene", "family", "complex", "other_protein") and MARKED_CELLS.match(after):
            reasons.append(reason("context:marked cells", "tells cells by a mark that they bear"))
    if share < 0.34 and kind in ("gene", "chemical"):
        reasons.append(reason("context:small part", "a small part of a longer line"))
    return reasons


def weigh_virus(context: Context, form: str, name: str, entity: str) -> list[Reason]:
    """Weigh what the paper says for a viral protein: it is about viruses, or names the very virus ('NS5, zika virus').

    Such names are short and many, so they hold only as they are printed.
    """
    numbered = any(c.isdigit() for c in name)
    if form.lower() != name.lower() or (name[0].islower() and not form[0].islower() and not numbered):
        return []
    virus = {fold(word) for word in entity.partition(", ")[2].split() if len(word) > 3} - _ANY_VIRUS
    if virus and context.names(virus):
        return [reason("context:this virus", "the paper names this virus")]
    return [reason("context:virus", "the paper is about viruses")] if context.virus and not virus else []
