"""Fold names and labels so that spellings of one name meet: Unicode forms, Greek, look-alike letters.

Pure functions. `fold` gives the key under which the lexicon files a name and under which a label is looked up;
what folding loses (case, hyphens, Greek against Latin) is weighed afterwards by comparing the two surfaces.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GREEK_NAMES = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}  # fmt: skip
"""Lower-case Greek letters by name; omicron is left out, for in figures it is always a Latin o."""

# Letters of other scripts that look like Latin ones (Unicode confusables, the subset seen in figures).
_CYRILLIC = str.maketrans("АВЕЅЗІЈКМНОРСТУХаеорсухіѕј", "ABES3IJKMHOPCTYXaeopcyxisj")
_GREEK_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_FORMS = str.maketrans({
    "ß": "β", "ɑ": "α", "∝": "α", "ϒ": "γ", "ɣ": "γ", "ƴ": "γ", "ϰ": "κ", "ϕ": "φ", "ɸ": "φ", "∆": "Δ", "Ω": "Ω",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "⁻": "-", "₋": "-", "­": "",
    "’": "'", "‘": "'", "′": "'", "`": "'", "´": "'", "“": '"', "”": '"', "∕": "/", "⁄": "/", "／": "/",
    "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u2060": "",
})  # fmt: skip
_MAY_LOOK_LATIN = re.compile(f"[{''.join(map(chr, {**_CYRILLIC, **_GREEK_CAPITALS}))}]")
_OTHER_FORM = re.compile(f"[{re.escape(''.join(map(chr, _FORMS)))}]")
_WORD = re.compile(r"\w+")
_DROPPED = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789+"))
"""The ASCII characters that no key has."""
_INNER_PLUS = re.compile(r"\+(?!\+*$)")


def _latin_word(match: re.Match[str]) -> str:
    word = match.group()
    latin = word.translate(_CYRILLIC).translate(_GREEK_CAPITALS)
    return latin if latin.isascii() or latin == word else latin if _mixes_scripts(word) else word


def _mixes_scripts(word: str) -> bool:
    return any("a" <= c.lower() <= "z" for c in word) or any("\u0400" <= c <= "\u04ff" for c in word)


def latin(text: str) -> str:
    """Turn Cyrillic and Greek capitals that stand for Latin letters into those letters.

    Genuine Greek letters (α, Δ) stay.

    >>> latin("АКТ"), latin("ΜΑΡΚ"), latin("IKKα")
    ('AKT', 'MAPK', 'IKKα')
    """
    return text if text.isascii() or not _MAY_LOOK_LATIN.search(text) else _WORD.sub(_latin_word, text)


def normalize(text: str) -> str:
    """Bring a label to one Unicode form: NFKC, plain dashes and quotes, Latin look-alikes, single spaces.

    >>> normalize("Ca²⁺  TNF–ɑ")
    'Ca2+ TNF-α'
    """
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", _one_form(text))
    text = _one_form(text)
    return " ".join(latin(text).split())


def _one_form(text: str) -> str:
    return text.translate(_FORMS) if _OTHER_FORM.search(text) else text


def spell_greek(text: str) -> str:
    """Spell Greek letters out.

    >>> spell_greek("NF-κB")
    'NF-kappaB'
    """
    return text if text.isascii() else "".join(GREEK_NAMES.get(c.lower(), c) for c in text)


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Fold a name to its key: lower-case ASCII letters and digits, Greek spelt out, a trailing plus kept.

    >>> fold("TNF-α"), fold("IL-1β"), fold("Ca²⁺"), fold("Müller cell")
    ('tnfalpha', 'il1beta', 'ca2+', 'mullercell')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", spell_greek(normalize(text)))
    elif text.isalnum():
        return text.lower()
    key = text.lower().encode("ascii", "ignore").translate(None, _DROPPED).decode()
    return _INNER_PLUS.sub("", key) if "+" in key else key


def words(text: str) -> list[str]:
    """Split a sentence into lower-case words of letters and digits."""
    return re.findall(r"[^\W_]+", normalize(text).lower())
