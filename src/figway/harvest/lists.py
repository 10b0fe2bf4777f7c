"""Read the lists of articles and figures that a person names: to keep, or to leave out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from figway import derive
from figway.errors import UsageError


def read_names(given: Sequence[str] | None, list_of_library: Path) -> frozenset[str]:
    """Read names of articles and figures, and files of such; the library's own list is read with them."""
    names: set[str] = set()
    files = [list_of_library] if list_of_library.is_file() else []
    for value in given or ():
        if Path(value).is_file():
            files.append(Path(value))
        elif name := name_of(value):
            names.add(name)
        else:
            raise UsageError(f"{value}: no such file, and no article or figure (expected PMC7719781 or a figid).")
    for file in files:
        for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
            text = line.split("#")[0].split("\t")[0].strip()
            if not text or (number == 1 and text.lower() in ("figid", "pmcid")):
                continue
            if not (name := name_of(text)):
                raise UsageError(f"{file}, line {number}: {text!r}: expected an article (PMC7719781) or a figid.")
            names.add(name)
    return frozenset(names)


def name_of(text: str) -> str:
    """Bring the name of an article or figure to its form; empty where it is none.

    >>> name_of("pmc7719781"), name_of("PMC7719781__fendo-11-592129-g002.jpg"), name_of("figure 2")
    ('PMC7719781', 'PMC7719781__fendo-11-592129-g002', '')
    """
    pmcid, inner, stem = derive.pmcid_of(text), *text.partition("__")[1:]
    if not pmcid or (not inner and pmcid != text.upper()):
        return ""
    return pmcid + inner + re.sub(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp)$", "", stem, flags=re.IGNORECASE)
