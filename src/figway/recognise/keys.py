"""Turn a printed form into the keys under which the lexicon may know it, with the transforms that made each.

The raw form comes first. Affixes (p-, phospho-, -GTP, plural s) and spellings of Greek letters follow; look-alike
letters (I l 1, O 0) come last and are asked for only where nothing else is a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from figway.text import fold, normalize


class Key(NamedTuple):
    """Hold one key to look up, the form it came from and how that form was made."""

    key: str
    form: str
    transforms: tuple[str, ...] = ()
    state: tuple[str, ...] = ()


HEAD_NOUNS = "|".join((
    "genes?", "proteins?", "promoter", "expression", "signal+ing", "pathway", "signal+ing pathway", "signal pathway",
    "activation", "activity", "levels?", "production", "synthesis", "secretion", "release", "inhibitors?", "agonists?",
    "antagonists?", "ligands?", "blockade", "complex(?:es)?", "dimers?", "trimers?", "homodimers?", "monomers?",
    "subunits?", "isoforms?", "phosphorylation", "degradation", "transcription", "translation", "inhibition",
    "receptors?", "antibod(?:y|ies)", "mAbs?", "family", "ubiquitination",
))  # fmt: skip
"""Nouns that follow a name and leave it what it is: 'NF-κB signalling' is about NF-κB."""
HEAD_NOUN_ENDS = (
    "gene genes tein teins oter sion ling thway tion vity level levels hesis ease itor itors nist nists gand gands "
    "kade plex plexes mer mers unit units form forms ptor ptors ody odies mAb mAbs mily"
)
"""How these nouns end."""
_PREFIXES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), transform, state)
    for pattern, transform, state in (
        (r"^(?:p|P|phospho|phosphorylated|Phospho|Phosphorylated)[-‐ ](?=\w)", "prefix p-", "phosphorylated"),
        (r"^p(?=[A-Z][A-Za-z]*[A-Z0-9])", "prefix p", "phosphorylated"),
        (r"^p(?=(?:Akt|Erk|Stat|Jnk|Mek|Smad|Tau)\w*$)", "prefix p", "phosphorylated"),
        (r"^(?:GST|FLAG|Flag|HA|GFP|His|Myc)-(?=\w{2})", "prefix tag", ""),
        (r"^(?:c|v)-(?=[A-Z]\w{2})", "prefix c-", ""),
        (r"^(?:h|m|r|rh|hu|mu)-?(?=[A-Z]{2}\w)", "prefix species", ""),
        (r"^d(?=[A-Z][A-Za-z]{2,}\d?$)", "prefix species", ""),
        (r"^(?:anti|Anti)-? ?(?=\w{2})", "prefix anti-", "antibody"),
        (r"^(?:cleaved|Cleaved|cl\.)[- ](?=\w)", "prefix cleaved", "cleaved"),
        (r"^[Pp]ro(?:-(?=\w{2})|(?=[Cc]aspase))", "prefix pro-", "precursor"),
        (r"^(?:active|Active|activated|Activated)[- ](?=\w)", "prefix active", "active"),
        (r"^(?:inactive|Inactive)[- ](?=\w)", "prefix inactive", "inactive"),
        (r"^(?:s|sol\.|soluble )(?=[A-Z][A-Z0-9]{2,}[a-zα-ω]?$)", "prefix soluble", "soluble"),
        (r"^(?:t|n|m)(?=(?:BID|Bid|TOR|TORC\d?)$)", "prefix truncated", "truncated"),
        (r"^(?:the|The) (?=\w)", "article", ""),
        (r"^(?:Receptor|receptor) (?=[A-Z]\w+\d$)", "prefix receptor", ""),
        (r"^[Cc](?:aspase|ASPASE)[- ]?(?=\d{1,2}$)", "caspase for CASP", ""),
    )
)
_SUFFIXES: tuple[tuple[re.Pattern[str], str, str, tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), transform, state, tuple(ends.split() if " " in ends else ends))
    for pattern, transform, state, ends in (
        (r"(?<=\w)[- ](?:P|p|Pi)$", "suffix -P", "phosphorylated", "Ppi"),
        (r"(?<=[\dα-ωa-z])P$", "suffix P", "phosphorylated", "P"),
        (r"(?<=\w)[- ]?\((?:P|p)\)$", "suffix (P)", "phosphorylated", "P) p)"),
        (r"(?<=\w)[- ]?P-?[STY]\d+$", "suffix -P", "phosphorylated", "0"),
        (r"(?<=\w)[- ](?:GTP|ATP)$|(?<=[a-z\d])GTP$", "suffix -GTP", "GTP-bound", "GTP ATP"),
        (r"(?<=\w)[- ](?:GDP|ADP)$|(?<=[a-z\d])GDP$", "suffix -GDP", "GDP-bound", "GDP ADP"),
        (
            r"(?<=\w)-(?:(?:in)?dependent|mediated|induced|like|associated|bound|containing)$",
            "suffix -dependent", "", "ndent ated uced like ound ining",
        ),
        (r"(?<=\w)[- ](?:wt|WT|wild[- ]?type|mutant|mut|KO)$", "suffix -mutant", "", "wt WT type tant mut KO"),
        (r"(?<=\w) ?(?:mRNA|mRNAs|RNA|transcripts?)$", "suffix mRNA", "mRNA", "RNA RNAs ript ripts"),
        (rf"(?<=\w) ?(?:{HEAD_NOUNS})$", "head noun", "", HEAD_NOUN_ENDS),
        (r"(?<=[A-Z0-9α-ω])s$", "plural", "", "s"),
        (r"(?<=[a-z]{3})s$", "plural", "", "s"),
        (r"(?<=\w)['\"*†‡#+]+$", "mark", "", "'\"*†‡#+"),
        (r"(?<=\w) ?[(\[]\d{1,3}[)\]]$", "mark", "", ")]"),
        (r"(?<=\w)[↑↓→←]+$", "mark", "", "↑↓→←"),
        (r"(?<=\w)[.,:;]+$", "mark", "", ".,:;"),
        (r"(?<=[A-Z]\d)[sft]$", "suffix form", "", "sft"),
        (r"(?<=mi[Rr]-\d\d\d)a$", "suffix form", "", "a"),
        (r"(?<=[A-Z]{2}\d)-?\([usf]\)$", "suffix form", "", ")"),
        (r"(?<=\w)-[uUsSfFNC]$", "suffix form", "", "-u -U -s -S -f -F -N -C"),
    )
)  # fmt: skip
"""Pattern, transform, state, and how a form with such a suffix ends: in one of these characters or, where they are
parted by spaces, texts; 0 stands for all digits."""
_ANY_PREFIX = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _, _ in _PREFIXES))
_REFERENCE = re.compile(r"(?<=\w) ?\(\d{1,3}\)$")
"""A number in brackets behind a name: of a reference, or of a list in the caption."""
_BAR = re.compile(r"[—–]+[I|lT]?$|^[I|lT]?[—–]+")
"""The end of a drawn line that was read as a dash, or a T-bar that was read as a dash and an I."""
_EDGES = re.compile(r"^[\s\-–.,:;*•·'\"|_~=<>/\\()\[\]{}→←↑↓]+|[\s\-–.,:;*•·'\"|_~=<>/\\(\[{→←↑↓]+$")
_GREEK_TAIL = {
    "a": "α", "b": "β", "g": "γ", "d": "δ", "e": "ε", "k": "κ", "z": "ζ",
    "y": "γ", "v": "γ", "r": "γ", "B": "β", "ß": "β", "8": "δ", "x": "α", "s": "ε", "o": "α", "A": "α",
    "n": "η", "w": "ω", "c": "ε", "G": "γ",
}  # fmt: skip
_LOOKS_LIKE = {
    "i": "l1", "l": "i1", "1": "il", "o": "0", "0": "o", "s": "58", "5": "s", "b": "8", "8": "bs", "g": "9",
    "z": "2", "2": "z", "6": "g", "f": "t", "t": "f", "v": "y", "y": "v", "u": "v", "c": "ge", "e": "c",
    "q": "g", "k": "x",
}  # fmt: skip
_CLOSE = set("il1o0")


@lru_cache(maxsize=1 << 16)
def strip_edges(surface: str) -> str:
    """Drop punctuation that surrounds a label, and a bracket left open.

    >>> strip_edges("(JAK1"), strip_edges("• STAT1,"), strip_edges("XBP1(s)")
    ('JAK1', 'STAT1', 'XBP1(s)')
    """
    if surface.isascii() and surface[:1].isalnum() and surface[-1:].isalnum():
        return normalize(surface)
    text = _EDGES.sub("", _REFERENCE.sub("", normalize(_BAR.sub("", surface))))
    if text.endswith(")") and "(" not in text:
        text = text.rstrip(")")
    return text.strip()


def plain_keys(surface: str) -> list[Key]:
    """Give the raw form's key, then those of the form without its prefixes and suffixes (two at most)."""
    text = strip_edges(surface)
    found = [Key(raw, text)] if (raw := fold(text)) else []
    forms = {text}
    for key in found:  # which grows on the way
        if len(key.transforms) < 2:
            for shorter in _without_affix(key):
                if shorter.form not in forms:
                    forms.add(shorter.form)
                    found.append(shorter)
    return found


@lru_cache(maxsize=1 << 10)
def _suffixes_ending_in(last: str) -> tuple[tuple[re.Pattern[str], str, str, tuple[str, ...]], ...]:
    """Give the suffixes that a form with this last character may have, and how such forms end."""
    if last.isdecimal():
        return tuple((*suffix[:3], (last,)) for suffix in _SUFFIXES if "0" in suffix[3])
    found = ((*suffix[:3], tuple(end for end in suffix[3] if end[-1] == last)) for suffix in _SUFFIXES)
    return tuple(suffix for suffix in found if suffix[3])


def suffixes_of(form: str) -> list[tuple[re.Pattern[str], str, str]]:
    """Give the suffixes that a form may have by its last characters: none mostly, of twenty."""
    return [suffix[:3] for suffix in _suffixes_ending_in(form[-1:]) if form.endswith(suffix[3])]


def _without_affix(key: Key) -> Iterator[Key]:
    prefixes = _PREFIXES if _ANY_PREFIX.match(key.form) else ()
    for pattern, transform, state in (*prefixes, *suffixes_of(key.form)):
        if pattern.search(key.form):
            shorter = pattern.sub("CASP" if transform == "caspase for CASP" else "", key.form)
            if shorter != key.form and len(fold(shorter)) >= 2:
                states = (*key.state, state) if state else key.state
                yield Key(fold(shorter), shorter, (*key.transforms, transform), states)


_DELTA = re.compile(r"D\d{1,2}-[A-Za-z]{4}")
"""The place of a double bond, Δ set in a symbol font that was lost: D12-prostaglandin, D9-tetrahydrocannabinol."""
_TAIL = re.compile(r"^(?P<stem>.*[A-Za-zκ0-9][- ]?)(?P<tail>[abgdekzyvrBß8xsoAnwcG])(?P<rest>[0-9]{0,2})$")


def greek_keys(key: Key) -> Iterator[Key]:
    """Yield the key with a last letter read as the Greek one: TNFa, IFN-y, PLCy1, IKKe.

    >>> [k.form for k in greek_keys(Key("tnfa", "TNFa"))]
    ['TNFα']
    """
    if _DELTA.match(key.form):
        form = f"Δ{key.form[1:]}"
        yield Key(fold(form), form, (*key.transforms, "D for Δ"), key.state)
    if key.form[1:].islower():
        return  # it has one capital at most
    match = _TAIL.match(key.form)
    if not match:
        return
    stem, tail, rest = match.group("stem", "tail", "rest")
    upper = sum(c.isupper() for c in stem)
    if upper < 2 or (tail in "AG" and stem[-1] not in "- "):
        return
    form = f"{stem}{_GREEK_TAIL[tail]}{rest}"
    yield Key(fold(form), form, (*key.transforms, f"{tail} for {_GREEK_TAIL[tail]}"), key.state)


_NUMERALS = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8"}
_NUMBERED = re.compile(r"^(?P<stem>[A-Za-z]{3,}?)[- ]?(?P<numeral>[Il1]{0,3}[VI][Il1]{0,3})$")
_INF = re.compile(r"^INF(?=(?:s?[- ]?[βγλε]|s)(?:R[12]?)?$)")
"""Interferon with its letters exchanged, a common misprint; INF-α is left, which may be TNF-α read wrongly."""
_CAPITAL_P = re.compile(r"^P(?=[A-Z]{3,}[0-9A-Z]*$)")
_CONJUNCTION = re.compile(r"(?<=[A-Z0-9α-ω])(?:or|and)$|^(?:or|and)(?=[A-Z]{2})")


def respelt(surface: str) -> Iterator[tuple[str, str]]:
    """Yield other spellings of a form that is no name, with what was changed.

    A Roman numeral becomes a number (LigIV), a circled P a p (PSRC), a conjunction glued to a name goes (RIG-Ior), and
    INF becomes IFN (INF-γ).

    >>> list(respelt("LiglV")), list(respelt("PSRC")), list(respelt("RIG-Ior"))
    ([('Lig4', 'Roman numeral')], [('pSRC', 'capital P')], [('RIG-I', 'conjunction')])
    """
    text = strip_edges(surface)
    if match := _CONJUNCTION.search(text):
        yield text[: match.start()] + text[match.end() :], "conjunction"
    elif _INF.match(text):
        yield f"IFN{text[3:]}", "INF for IFN"
    elif match := _CAPITAL_P.match(text):
        yield f"p{text[1:]}", "capital P"
    elif (match := _NUMBERED.match(text)) and (number := _NUMERALS.get(re.sub("[l1]", "I", match["numeral"]))):
        yield f"{match['stem']}{number}", "Roman numeral"


def lookalike_keys(key: Key, known: Callable[[str], bool]) -> Iterator[Key]:
    """Yield the known keys with one or two characters replaced by look-alikes, single and closest ones first.

    Both shapes are tried on the folded key, so that JAKI gives jak1 and elF2a gives eif2a.
    """
    text = key.key
    singles = sorted(
        (not (was in _CLOSE and now in _CLOSE), at, now)
        for at, was in enumerate(text)
        for now in _LOOKS_LIKE.get(was, "")
    )
    for _, i, c in singles:
        swapped = text[:i] + c + text[i + 1 :]
        if known(swapped):
            yield Key(swapped, key.form, (*key.transforms, f"{text[i]} read for {c}"), key.state)
    close = [(at, now) for far, at, now in singles if not far][:8]
    for n, (i, c) in enumerate(close):
        for j, d in close[n + 1 :]:  # which stands behind i, or is another letter in its place
            swapped = text[:i] + c + text[i + 1 : j] + d + text[j + 1 :]
            if i != j and known(swapped):
                what = f"{text[i]} read for {c}", f"{text[j]} read for {d}"
                yield Key(swapped, key.form, (*key.transforms, *what), key.state)
