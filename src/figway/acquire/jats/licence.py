"""Name a licence as PubMed Central does ("CC BY", "CC BY-NC-ND"), with its version where it is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from figway.acquire.jats.xml import attribute, children

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from figway.acquire.jats.markup import Writer

_URL = re.compile(
    r"creativecommons\.org/(?:licen[cs]es/(by(?:-(?:nc|nd|sa))*)|(publicdomain)/(zero|mark))(?:/(\d(?:\.\d)?))?", re.I
)
_CODE = re.compile(r"\bCC[\s-]*(0|BY(?:[\s-]+(?:NC|ND|SA))*)(?:[\s-]*(?:v\.?\s*)?(\d\.\d))?\b", re.I)
_WORDS = (
    (re.compile(r"no[nt][\s-]*commercial", re.I), "NC"),
    (re.compile(r"no[\s-]*deriv", re.I), "ND"),
    (re.compile(r"share[\s-]*alike", re.I), "SA"),
)
_ATTRIBUTION = re.compile(
    r"Creative\s+Commons\s+Attribution((?:[\s–-]+(?:No[nt][\s-]*Commercial|No[\s-]*Deriv\w*|Share[\s-]*Alike))*)"
    r"(?:[\s-]+(?:\d\.\d\s+)?(?:International|Unported|Generic))?(?:\s+Licen[cs]e)?[\s,(]*(?:v(?:ersion)?\.?\s*)?(\d\.\d)?",
    re.I,
)


def licence_name(text: str) -> str:
    """Find the Creative Commons licence that an address or a text names; '' where it names none.

    >>> licence_name("https://creativecommons.org/licenses/by-nc/4.0/"), licence_name("This is CC-BY 3.0")
    ('CC BY-NC 4.0', 'CC BY 3.0')
    >>> licence_name("the terms of the Creative Commons Attribution-NonCommercial License"), licence_name("CC0")
    ('CC BY-NC', 'CC0')
    """
    if match := _URL.search(text):
        if match[2]:
            return "CC0" + (f" {match[4]}" if match[4] else "") if match[3].lower() == "zero" else "public domain"
        return f"CC {match[1].upper()} {match[4] or ''}".strip()
    if match := _CODE.search(text):
        parts = re.split(r"[\s-]+", match[1].upper())
        name = "CC0" if parts == ["0"] else "CC " + "-".join(parts)
        return f"{name} {match[2] or ''}".strip()
    if match := _ATTRIBUTION.search(text):
        parts = ["BY", *(code for word, code in _WORDS if word.search(match[1]))]
        return f"CC {'-'.join(parts)} {match[2] or ''}".strip()
    return ""


def licence_of(permissions: Element | None, write: Writer) -> str:
    """Name the licence of an article or of one figure; a licence that is no Creative Commons one by its type."""
    if permissions is None:
        return ""
    for licence in children(permissions, "license"):
        links = [attribute(e, "href") for e in licence.iter() if isinstance(e.tag, str)]
        texts = [write(e) for e in licence.iter("license_ref")]
        name = next((n for t in (*links, *texts) if (n := licence_name(t))), "") or licence_name(write(licence))
        if name or (name := attribute(licence, "license-type")):
            return name
    return ""
