"""Tell the captions of figures and tables on a page, and the paragraphs of running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from figway.acquire.pdf.boxes import union
from figway.acquire.pdf.pages import Box, Line, Page

_LABEL = re.compile(
    r"(?P<label>(?:(?:supplement(?:ary|al)|suppl?\.?|extended data|appendix|online)\s+)?"
    r"(?:fig(?:ure)?\.?|scheme|chart|plate|(?P<table>table|box))\s*(?P<number>[A-Z]{0,2}\d+(?:[.\-]\d+)?)"
    r"|graphical abstract)(?P<after>.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """Hold a caption: its label as printed, all of its text, and where it stands."""

    page: int
    label: str
    text: str
    box: Box
    table: bool = False


def captions_of(page: Page) -> list[Caption]:
    """List the captions of figures and tables on a page."""
    starts = [(line, match) for line in page.lines if (match := _LABEL.match(line.text)) and _starts(line, match, page)]
    begun = {id(line) for line, _ in starts}
    found = []
    for line, match in starts:
        lines = _grow(line, page, begun)
        text = join_lines([each.text for each in lines])
        table = match["table"] is not None
        label = " ".join(match["label"].split())
        found.append(Caption(page.number, label, text, union([each.box for each in lines]), table))
    return found


def _starts(line: Line, match: re.Match[str], page: Page) -> bool:
    """Tell a caption's first line from a sentence that begins with a reference, and from one that is broken there."""
    after = match["after"]
    if re.match(r"\s+[a-z]|[a-z]?\s*[,;)]|[A-Za-z]?\s*(?:and|or|to|shows?|is|was)\b|[–-]\s?\d", after):
        return False
    return not any(_continues(other, line) for other in page.lines if other is not line)


def _continues(above: Line, line: Line) -> bool:
    """Tell whether a line goes on with the text of the one above it."""
    gap = line.box[1] - above.box[3]
    alike = abs(above.size - line.size) < 0.1 * line.size and len(above.text) > 30
    return alike and -0.5 * line.size < gap < 0.35 * line.size and abs(above.box[0] - line.box[0]) < 2.5 * line.size


def _grow(first: Line, page: Page, begun: set[int]) -> list[Line]:
    """Follow a caption downwards, line by line."""
    lines, last = [first], first
    below = sorted((each for each in page.lines if each.box[1] > first.box[1]), key=lambda each: each.box[1])
    beside = [
        each
        for each in page.lines
        if each is not first
        and id(each) not in begun
        and first.box[1] < (each.box[1] + each.box[3]) / 2 < first.box[3]
        and 0 < each.box[0] - first.box[2] < 4 * first.size
    ]
    lines += beside[:1]
    left = first.box[0]
    for line in below:
        gap = line.box[1] - last.box[3]
        if id(line) in begun or line in lines:
            if id(line) in begun and abs(line.box[0] - left) < 2 * first.size:
                break
            continue
        if gap > 0.75 * first.size:
            break
        alike = abs(line.size - last.size) < 0.15 * first.size
        if alike and abs(line.box[0] - left) < 2.5 * first.size and gap > -0.6 * first.size:
            lines.append(line)
            last = line
            left = min(left, line.box[0])
    return lines


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of a text; a word that was divided at the end of a line is made whole.

    >>> join_lines(["Phospho-", "rylation of IL-", "6 by JAK"])
    'Phosphorylation of IL-6 by JAK'
    """
    text = ""
    for line in lines:
        if text.endswith("-") and line[:1].islower() and text[-2:-1].islower():
            text = text[:-1] + line
        elif text.endswith("-"):
            text += line
        else:
            text = f"{text} {line}" if text else line
    return text


def paragraphs(page: Page) -> list[Line]:
    """List the lines of running text: long, one under the other, flush left."""
    usual = usual_size(page)
    long = [line for line in page.lines if len(line.text) >= 28 and line.size >= 0.75 * usual]
    kept = [line for line in long if sum(_neighbours(line, other) for other in long if other is not line) >= 1]
    last = [line for line in page.lines if line not in kept and any(_neighbours(line, other) for other in kept)]
    return kept + last


def _neighbours(a: Line, b: Line) -> bool:
    gap = max(a.box[1], b.box[1]) - min(a.box[3], b.box[3])
    flush = abs(a.box[0] - b.box[0]) < 2 * a.size
    return flush and abs(a.size - b.size) < 0.15 * a.size and -0.6 * a.size < gap < 0.8 * a.size


def usual_size(page: Page) -> float:
    """Give the size of type in which most of a page is set."""
    sizes: Counter[float] = Counter()
    for line in page.lines:
        sizes[round(line.size)] += len(line.text)
    return float(max(sizes, key=lambda size: (sizes[size], size))) if sizes else 0.0
