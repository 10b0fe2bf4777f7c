"""Repair text that was decoded wrongly: UTF-8 read as Mac Roman ("Œ∫" for κ), as Windows-1252 and the like.

The work is done by ftfy. It judges a text as a whole and, rather than guess, leaves one alone in which
damaged and whole characters stand together; the damaged runs of such a text are therefore judged one by one.
"""

from __future__ import annotations

import re

# What Mac Roman shows for the bytes 0x80 to 0xBF, by which every character of several UTF-8 bytes goes on.
_TAIL = bytes(range(0x80, 0xC0)).decode("mac_roman")
_LEADS = {2: "¬√Œœ", 3: "‚"}
_RUN = re.compile("|".join(f"[{leads}][{re.escape(_TAIL)}]{{{size - 1}}}" for size, leads in _LEADS.items()))
# A root of one of these may be meant; every other run stands in no whole text.
_FORMULA = re.compile("√[πΩ∂∑∏∞µ∫]")


def repair(text: str) -> str:
    """Undo wrong decoding; whole text comes back as it is.

    >>> repair("IŒ∫B degradation ‚Äì a view"), repair("Müller cells and NF-Œ∫B"), repair("Müller, œuvre, √2")
    ('IκB degradation – a view', 'Müller cells and NF-κB', 'Müller, œuvre, √2')
    """
    if text.isascii():
        return text
    import ftfy

    fixed = ftfy.fix_encoding(text)
    runs = (match.group() for match in _RUN.finditer(fixed))
    damaged = fixed != text or any(not _FORMULA.match(run) and _decoded(run) for run in runs)
    return _RUN.sub(_mend, fixed) if damaged else fixed


def _mend(match: re.Match[str]) -> str:
    return _decoded(match.group()) or match.group()


def _decoded(run: str) -> str:
    """Read Mac Roman characters as the UTF-8 bytes that they stand for; empty where they stand for none."""
    try:
        text = run.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return ""
    return text if text.isprintable() or text.isspace() else ""
