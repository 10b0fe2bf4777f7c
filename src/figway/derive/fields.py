"""Derive identifiers, numbers, links and references of a figure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

FIGTYPES = {
    "F": "Figure",
    "S": "Scheme",
    "SF": "Supplemental figure",
    "GA": "Graphical abstract",
    "AF": "Appendix figure",
    "EV": "Extended view",
}
"""What the letters of a short figure number stand for."""

UNKNOWN_NUMBER = "F0"
_LONGEST_NAME = 160
_ROMAN = {"i": 1, "v": 5, "x": 10}
_SHORT = re.compile(r"(F|SF|S|GA|AF|EV)0*(\d[\w.]*)")
_FIG = r"fig(?:ure|ures|s)?\.? ?"
_N = r"(\d+(?:\.\d+)*[a-z]?|[ivx]+)(?![a-z0-9])"
_LABELS = tuple(
    (letters, re.compile(pattern.replace("FIG", _FIG).replace("NUM", _N)))
    for letters, pattern in (
        ("SF", r"(?:FIG)?NUM (?:source data \d+ )?(?:FIG)?supplement NUM"),
        ("GA", r"(?:graphical|visual) abstract ?(\d*)"),
        ("S", r"sch(?:eme|emes)?\.? ?NUM"),
        ("EV", r"(?:expanded view ?)?(?:FIG)?ev ?NUM|expanded view (?:FIG)?NUM"),
        ("SF", r"(?:supp(?:l|lement|lementary|lemental)?|extended data)\.? ?(?:FIG)?s? ?NUM|(?:FIG)s ?NUM"),
        ("SF", r"s ?NUM fig(?:ure)?"),
        ("AF", r"(?:appendix ?)(?:FIG)?a? ?NUM|(?:FIG)a ?NUM"),
        ("F", r"(?:FIG)?NUM"),
    )
)
# Ends of file names and of links to figures.
_FILES = tuple(
    (letters, re.compile(pattern))
    for letters, pattern in (
        ("GA", r"(?:abs[-_]?f|undfig|(?<![a-z])ga|(?<![a-z])fx)[-_]?0*(\d+)$"),
        ("S", r"(?<![a-z])sch(?:eme)?[-_]?0*(\d+)$"),
        ("F", r"(?<![a-z])fig(?:ure)?[-_. ]*0*(\d+[a-z]?)(?:[-_](?:html|lrg))*$"),
        ("F", r"(?<![a-z])(?:f|g|gr)[-_]?0*(\d{1,3})(?:[-_](?:html|lrg|\d+))*$"),
        ("F", r"^(?:fig|f)[-_]?0*(\d{1,2})[-_.]"),
        ("F", r"(?:\.0*|00)([1-9]\d?)$"),
    )
)


def pmcid_of(name: str) -> str:
    """Give the PMC id that a figid, a file name or a folder name begins with; empty where there is none.

    >>> pmcid_of("PMC7719781__fendo-11-592129-g002"), pmcid_of("figure1")
    ('PMC7719781', '')
    """
    match = re.match(r"PMC\d+(?![^\W_])", name, re.IGNORECASE)
    return match.group().upper() if match else ""


def figid(stem: str, pmcid: str = "") -> str:
    """Name a figure: `<PMCID>__<stem>`, or the stem alone where it begins with the paper or none is known.

    >>> figid("fendo-11-592129-g002", "PMC7719781"), figid("my figure")
    ('PMC7719781__fendo-11-592129-g002', 'my_figure')
    """
    name = safe_name(stem)
    return name if not pmcid or pmcid_of(name) else f"{pmcid}__{name}"


def safe_name(text: str) -> str:
    """Make a text usable as a file name everywhere: no separators, blanks or control characters.

    >>> safe_name("a/b: c"), safe_name("..."), safe_name("con")
    ('a_b_c', 'figure', 'con_')
    """
    name = unicodedata.normalize("NFC", text)
    name = "".join(c if c.isprintable() and c not in "<>:\"/\\|?*%#&'`$ " else "\0" for c in name)
    name = re.sub("\0+", "_", name).lstrip(".").rstrip(".")
    if len(name.encode()) > _LONGEST_NAME:
        digest = hashlib.sha256(name.encode()).hexdigest()[:8]
        name = f"{name.encode()[: _LONGEST_NAME - 9].decode(errors='ignore')}-{digest}"
    if re.fullmatch(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", name, re.IGNORECASE):
        name += "_"
    return name or "figure"


@lru_cache(maxsize=64)
def number(label: str, filename: str = "", figlink: str = "") -> str:
    """Bring a printed label to its short form; without one, take the link's number, then the file's.

    >>> number("Fig. (1)"), number("Scheme 2"), number("Figure 2—figure supplement 1")
    ('F1', 'S2', 'SF2_1')
    >>> number("", "x-g003.jpg"), number("", "photo.jpg"), number("S2 Fig")
    ('F3', 'F0', 'SF2')
    """
    found = _from_label(label) or _from_name(_last_part(figlink)) or _from_name(_stem(filename))
    return found or UNKNOWN_NUMBER


def _from_label(label: str) -> str:
    short = _SHORT.fullmatch(label.strip())
    if short:
        return short.group(1) + short.group(2)
    plain = re.sub(r"[^a-z0-9.]+", " ", unicodedata.normalize("NFKC", label).lower()).strip()
    for letters, pattern in _LABELS:
        match = pattern.match(plain)
        if match:
            digits = [_arabic(group) for group in match.groups() if group]
            return letters + ("_".join(digits) or "1")
    return ""


def _from_name(name: str) -> str:
    for letters, pattern in _FILES:
        match = pattern.search(name.lower())
        if match:
            return letters + _arabic(match.group(1))
    return ""


def _arabic(digits: str) -> str:
    """Turn Roman numerals to digits and take leading zeros off."""
    if digits[0].isdigit():
        return re.sub(r"^0+(?=\d)", "", digits)
    values = [_ROMAN[c] for c in digits]
    following = [*values[1:], 0]
    return str(sum(-v if v < w else v for v, w in zip(values, following, strict=True)))


def _last_part(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[-1]


def _stem(filename: str) -> str:
    return re.sub(r"\.(?:jpe?g|png|gif|tiff?|webp|bmp)$", "", filename, flags=re.IGNORECASE)


def figtype(short: str) -> str:
    """Say what kind of figure a short number stands for; empty where it is none.

    >>> figtype("SF2_1"), figtype("S1")
    ('Supplemental figure', 'Scheme')
    """
    return FIGTYPES.get(re.sub(r"\d.*", "", short), "")


def alias(pmcid: str, short: str) -> str:
    """Give the second name of a figure, `<PMCID>__<number>`; empty where either is unknown.

    >>> alias("PMC100005", "F11"), alias("PMC100005", "F0")
    ('PMC100005__F11', '')
    """
    return f"{pmcid}__{short}" if pmcid and short not in ("", UNKNOWN_NUMBER) else ""


def redirect_from(figid_alias: str) -> str:
    """Give the address from which a site leads to the figure's page."""
    return f"/figures/{figid_alias}" if figid_alias else ""


def figlink(url: str) -> str:
    """Strip the host from the address of a figure's page in its article, keep the rest from the first slash.

    >>> figlink("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/figure/F1/")
    '/pmc/articles/PMC1/figure/F1/'
    >>> figlink("pmc/articles/PMC1/figure/f1/")
    '/pmc/articles/PMC1/figure/f1/'
    """
    path = re.sub(r"^(?:https?:)?//[^/]*", "", url.strip())
    return path if not path or path.startswith("/") else "/" + path


def reftext(authors: Sequence[str], journal: str, date: str, volume: str = "", issue: str = "", pages: str = "") -> str:
    """Write the short reference: first author, journal as abbreviated by NLM, date, volume, issue and pages.

    >>> reftext(["Han Cheng", "Xiaokun Gang"], "Front Endocrinol (Lausanne)", "2020", "11", "", "592129")
    'Han Cheng, et al. Front Endocrinol (Lausanne). 2020;11:592129.'
    """
    who = f"{authors[0]}{', et al' if len(authors) > 1 else ''}." if authors else ""
    where = "".join(f % v for f, v in ((";%s", volume), ("(%s)", issue), (":%s", pages)) if v)
    when = f"{date}{where}." if date or where else ""
    return " ".join(part for part in (who, f"{journal.rstrip('.')}." if journal else "", when) if part)


def year(citation: str, fallback: str = "") -> str:
    """Take the year of publication from a reference, else from another date.

    >>> year("Yan Sun, et al. Viruses. 2012 Apr;4(4):424-446."), year("", "2020-03-01")
    ('2012', '2020')
    """
    for text in (citation, fallback):
        match = re.search(r"(?:^|(?<=\s))((?:18|19|20)\d\d)(?=[\s;:.,/-]|$)", text)
        if match:
            return match.group(1)
    return ""


def split_keywords(text: str) -> tuple[str, ...]:
    """Split the authors' keywords as a page holds them, joined by " | "."""
    return tuple(word for part in text.split("|") if (word := part.strip()))


def join_keywords(words: Iterable[str]) -> str:
    """Join the authors' keywords as a page holds them."""
    return " | ".join(words)
