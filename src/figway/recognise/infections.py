"""Know infections by a virus named before the word: DENV2 infection, SARS virus infection."""

from __future__ import annotations

import re

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Name
from figway.recognise.match import Candidate
from figway.recognise.weights import reason
from figway.text import fold, normalize

VIRUS_DISEASES = "mesh:D014777"
"""The heading that stands for an infection whose virus has none of its own."""
_INFECTION = re.compile(
    r"^(?:[A-Z][\w\-/]* ){0,2}(?:[A-Z][\w\-/]*[ -][Vv](?:irus|IRUS)|[A-Z]\w{0,4}V-?\d{0,2})[ -]"
    r"(?:[Ii]nfections?|INFECTIONS?)$"
)
_BEFORE_VIRUS = re.compile(r"(.+?)[ -]virus\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"^[A-Za-z]{1,5}V-?\d{0,2}$")
_OF_AN_INFECTION = re.compile(r"infection|disease|fever|hepatitis", re.IGNORECASE)


def infection(text: str, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Give a label that names an infection by its virus as a disease; else nothing.

    It is the disease that the virus is named after (SARS virus infection), or has the heading of all virus diseases,
    for no vocabulary names one for each virus.
    """
    form = normalize(text).strip(",;.:")
    if not _INFECTION.match(form):
        return ()
    entity = _named_after(form, lexicon) or lexicon.entity(VIRUS_DISEASES)
    if entity is None:
        return ()
    why = reason("form:infection", "named as the infection with a virus")
    return (Candidate(entity, Name(form, "phrase", entity.id), form, (), ()).add(why),)


def _named_after(form: str, lexicon: Lexicon) -> Entity | None:
    """Give the disease whose name stands before "virus"."""
    before = _BEFORE_VIRUS.match(form)
    names = lexicon.lookup(fold(before[1])) if before else ()
    entities = (lexicon.entity(name.entity) for name in names)
    return next((e for e in entities if e is not None and e.kind == "disease"), None)


def is_virus(form: str, disease: str) -> bool:
    """Tell whether a form is the abbreviation of a virus, which some vocabularies give to its disease (HPV)."""
    return bool(_ABBREVIATION.match(form) and _OF_AN_INFECTION.search(disease))
