"""Find the title of a figure in its caption: pure functions, tested as tables."""

from __future__ import annotations

import re

LONGEST = 250
_LONGEST_SENTENCE = 4000
_AHEAD = 300
_FEWEST_LETTERS = 5
# After these a full stop ends no sentence, whatever follows ...
_NEVER_END = frozenset((
    "vs", "e.g", "i.e", "eg", "ie", "cf", "ca", "viz", "approx", "resp", "fig", "figs", "eq", "eqs", "ref", "refs",
    "no", "nos", "vol", "pp", "dr", "mr", "mrs", "prof", "st", "subsp", "ssp", "var", "cv", "pv", "f.sp", "aff",
    "incl", "a.k.a", "i.v", "i.p", "s.c", "tab",
))  # fmt: skip
# ... and after these only where a capital letter follows.
_SELDOM_END = frozenset({"al", "sp", "spp", "str", "etc", "inc", "ltd", "co", "a.u", "min", "max", "conc"})
_STOP = re.compile(r"[.?!][\"'”’)\]]*(?=\s)|(?<=[a-z)][a-z)][a-z)])\.(?=[A-Z][a-z])")
_OPENERS = {"(": ")", "[": "]"}
_NEXT_PANEL = re.compile(r"[b-h]\s|a\s+(?:[A-Z]|shows|represents)")
_LABEL = re.compile(
    r"^\s*(?:(?:supp\w*\.?|extended data|graphical)\s+)?(?:fig(?:ure)?s?\b\.?|scheme\b|chart\b|box\b)"
    r"\s*\(?[A-Z]{0,2}-?\d+[A-Za-z]?\)?(?:\s*[.:|—–-]+\s*|\s+)",
    re.IGNORECASE,
)
_PANEL = re.compile(
    r"^\s*(?:\(\s*(?:[A-Za-z]|[ivx]+|\d)(?:\s*[-–,&]\s*[A-Za-z\d])*\s*\)|[A-D]\)|[A-D][.:](?=\s+[A-Z])"
    r"|[a-h](?=\s+[A-Z]))\s*[:.]?\s*"
)
_EMPTY = re.compile(r"\s*(?:\[[\s,;–-]*\]|\([\s,;–-]*\))")
_KINDS_OF_DRAWING = (
    r"(?:model|schema|schematics?|scheme|diagrams?|cartoon|(?:re)?presentations?|illustrations?|drawing|depiction"
    r"|overview|summary|outline|sketch|visuali[sz]ation|flow\s?chart)"
)
_KINDS_OF_MODEL = (
    r"(?:simplified|schematic(?:al)?|proposed|hypothetical|hypothesi[sz]ed|putative|possible|potential|general"
    r"|generali[sz]ed|working|current|conceptual|graphic(?:al)?|pictorial|diagrammatic|visual|detailed|simple|brief"
    r"|basic|tentative|summary|theoretical|overall|comprehensive|integrated|mechanistic|illustrative|suggested)"
)
_TELLS = r"(?:show|depict|illustrat|summari[sz]|represent|describ|explain|outlin|highlight)(?:s|es|ing)"
_PREAMBLE = re.compile(
    rf"^(?:(?:{_TELLS}\s+)?(?:(?:a|an|the|our|this)\s+)?(?:{_KINDS_OF_MODEL}[,\s]+(?:and\s+)?)*"
    rf"{_KINDS_OF_DRAWING}(?:\s+(?:{_KINDS_OF_DRAWING}|view))*"
    rf"(?:\s+(?:of|for|on)|(?:\s+that|\s+which)?\s+{_TELLS})(?:\s+how)?\s+(?:(?:the|a|an)\s+)?|the\s+)",
    re.IGNORECASE,
)


def first_sentence(text: str) -> str:
    """Give the first sentence of a caption without its full stop.

    A full stop ends a sentence neither inside brackets nor after an abbreviation ("vs.", "e.g."), the initial
    of a genus ("M. tuberculosis") or a number that opens the text.

    >>> first_sentence("Mode of action of M. tuberculosis (cf. Fig. 2). The PGRS domain leads to stress.")
    'Mode of action of M. tuberculosis (cf. Fig. 2)'
    """
    text = " ".join(text.split())
    for match in _STOP.finditer(text):
        if _ends(text, match.start(), match.end()):
            return text[: match.end()].rstrip().removesuffix(".")
    return text.removesuffix(".")


def sentences(text: str) -> list[str]:
    """Split running text into sentences, by the same rules.

    >>> sentences("CD44 (cf. Fig. 2) binds M. tuberculosis. It is shed.")
    ['CD44 (cf. Fig. 2) binds M. tuberculosis.', 'It is shed.']
    """
    text = " ".join(text.split())
    found: list[str] = []
    begin = 0
    for match in _STOP.finditer(text):
        window = text[begin : match.end() + _AHEAD]
        if len(window) > _LONGEST_SENTENCE or _ends(window, match.start() - begin, match.end() - begin):
            found.append(text[begin : match.end()].strip())
            begin = match.end()
    found.append(text[begin:].strip())
    return [sentence for sentence in found if sentence]


def _ends(text: str, stop: int, end: int) -> bool:
    before, after = text[:stop], text[end:].lstrip()
    if _depth(text, stop) or not after:
        return not after
    word = before.rsplit(" ", 1)[-1].lstrip("([\"'“‘")
    if text[stop] != ".":
        return True
    if word.lower() in _NEVER_END or (word.isdigit() and len(word) == len(before)):
        return False
    follower = re.split(r"[\s,;:.]", after, maxsplit=1)[0]
    starts = not follower.isalpha() or not follower.islower() or bool(_NEXT_PANEL.match(after))
    if word.lower() in _SELDOM_END:
        return starts and follower[:1].isupper()
    if len(word) == 1 and word.isupper():
        return starts and not _another_initial(after)
    return starts


def _another_initial(after: str) -> bool:
    return bool(re.match(r"[A-Z]\.\s", after))


def _depth(text: str, stop: int) -> int:
    """Count the brackets that are open at a place and closed later on."""
    waiting: list[str] = []
    for c in text[:stop]:
        if c in _OPENERS:
            waiting.append(_OPENERS[c])
        elif waiting and c == waiting[-1]:
            waiting.pop()
    return sum(1 for c in waiting if c in text[stop:])


def clean(title: str) -> str:
    """Take from a title the figure's label, panel letters, empty citations and the final full stop.

    >>> clean("Figure 2. (A) Domain structure of RIG-I [,].")
    'Domain structure of RIG-I'
    """
    title = " ".join(_EMPTY.sub("", title).split())
    title = _LABEL.sub("", title)
    stripped = _PANEL.sub("", title)
    title = (stripped or title).strip(" :;,")
    return re.sub(r"\.+$", "", title).strip()


def without_preamble(title: str) -> str:
    """Take "Schematic model of the ..." and its like off a title, and begin it with a capital.

    >>> without_preamble("Model for formation of TrkA–src-aPKC complexes")
    'Formation of TrkA–src-aPKC complexes'
    >>> without_preamble("The mTOR pathway")
    'mTOR pathway'
    """
    short = _PREAMBLE.sub("", title)
    return _capital(short if _enough(short) and " " in short else title)


def _capital(title: str) -> str:
    """Begin with a capital unless the first word is a name that begins small (mTOR, p53, α-synuclein)."""
    first = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*(?=[\s,]|$)", title)
    if not first or not first.group().islower() or not first.group()[0].isascii() or len(first.group()) == 1:
        return title
    if len(first.group().split("-")[0]) == 1:
        return title
    return title[0].upper() + title[1:]


def _enough(title: str) -> bool:
    return sum(c.isalnum() for c in title) >= _FEWEST_LETTERS


def figtitle(given: str, caption: str, papertitle: str = "") -> str:
    """Choose the title of a figure: the given one, else the caption's first sentence, else the paper's title.

    A given title that is only the caption up to an inner full stop ("... action of M") is completed.
    """
    sentence = clean(first_sentence(_LABEL.sub("", caption)))
    title = clean(given)
    if not _enough(title) or (sentence.startswith(title) and _cut_short(title, sentence)):
        title = sentence
    from_caption = title == sentence
    if not _enough(title) or (from_caption and len(title) > LONGEST):
        title = clean(papertitle) or title
        from_caption = False
    return without_preamble(title) if from_caption else title


def _cut_short(title: str, sentence: str) -> bool:
    return sentence[len(title) :].startswith(". ")
