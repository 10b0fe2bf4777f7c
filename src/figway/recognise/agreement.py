"""Weigh how a printed form differs from a name that folds to the same key: in case, hyphens, Greek letters."""

from __future__ import annotations

import re

from figway.recognise.weights import Reason, reason
from figway.text import normalize, spell_greek

_FOREIGN = re.compile(r"(?<=\w)[=~*<>|](?=\w)|(?<=[A-Za-z])\.\s?(?=\w)")
"""Signs inside a form that no name has: a misread letter mostly (NP=B for NF-κB)."""


def agreement(form: str, name: str) -> Reason:
    """Weigh how a printed form differs from a name that folds to the same key.

    >>> agreement("AKT1", "AKT1").weight > agreement("Akt1", "AKT1").weight > agreement("akt1", "AKT1").weight
    True
    """
    if form != name:
        form, name = spell_greek(normalize(form)), spell_greek(normalize(name))
    if form == name:
        return reason("agree:same", "printed as the name")
    if "/" in form and "/" not in name:
        return reason("agree:slash", "a slash that the name does not have")
    if _FOREIGN.search(form) and not _FOREIGN.search(name):
        return reason("agree:slash", "a sign that the name does not have")
    bare_form, bare_name = _bare(form), _bare(name)
    if " " in form and len(bare_form) < 4:
        return reason("agree:slash", "a space in a short name")
    if bare_form == bare_name and _parted_elsewhere(form, name):
        return reason("agree:parted elsewhere", "a hyphen stands elsewhere")
    if bare_form == bare_name:
        return reason("agree:punctuation", "differs in hyphens, spaces or Greek")
    if len(bare_name) > 8 or (" " in name and len(bare_name) > 4):
        return reason("agree:long", "differs in case, a long name")
    if bare_form[1:] == bare_name[1:]:
        return reason("agree:first letter", "differs in the case of the first letter")
    if bare_form == bare_name.upper() and (len(bare_form) > 2 or not bare_form.isalpha()):
        return reason("agree:capitals", "printed in capitals")
    if bare_form.islower():
        return reason("agree:lower case", "printed in lower case")
    if bare_form[:1].isupper() and bare_form[1:].islower() and bare_name.isupper():
        return reason("agree:mouse", "capital first, as mouse symbols")
    return reason("agree:case", "differs in case")


def _parted_elsewhere(form: str, name: str) -> bool:
    """Tell whether both short names have hyphens or spaces, at other places (SPA-1 is not SP-A1)."""
    ours, theirs = (
        {len(_bare(text[: m.start()])) for m in re.finditer(r"(?<=\w)[ -](?=\w)", text)} for text in (form, name)
    )
    return bool(ours and theirs) and ours.isdisjoint(theirs) and len(_bare(form)) <= 6


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c == "+")
