"""Tell which lines of text are one label ("Cell" above "proliferation"), and which stand one below the other as a list.

A logistic model over some twenty plain numbers (how close the lines are, how they are aligned, what they begin and end
with, whether they are names, whether more lines stand above or below) decides. Its weights, `models/joins.json`, are
fitted by `training/relate/joins.py`.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from figway.geometry import Box
from figway.records import Mention, TextLine
from figway.text import fold

WEIGHTS = Path(__file__).parent / "models" / "joins.json"
FEATURES = (
    "bias", "gap", "wide gap", "sizes", "askew", "off centre", "open end", "goes on", "bracket", "small letter",
    "plain above", "plain below", "capitals", "capital below", "symbol below", "comma", "turned", "words above",
    "shorter", "both named", "both proteins", "partly named", "more above", "more below", "capital in a run",
    "as far apart", "closer",
)  # fmt: skip
LIKELY = 0.42
"""Probability from which lines are one label: a label cut in two loses its arrows more surely than two in one."""
MOST_LINES = 6
NAMED = 0.8
SUREST_JUNK = 0.7
SOFT = frozenset(("other", "process", "place", "disease"))
"""Kinds whose names are often only a part of what a label says."""
LARGER, OVER, APART, SHARED = 1.8, -0.6, 1.0, 0.3
"""Lines this much unlike in size, as far one into the other or apart (in heights), or sharing less of their widths are
no neighbours."""
ALIGNED = 0.9
"""Heights by which the left ends or the centres of lines that stand in a run differ at most."""
SAME_GAP = 0.15
WIDE_GAP = 0.2

_BULLET = re.compile(r"^\s*[•·*▪‣-]+\s*")
_LETTERS = re.compile(r"[^\W\d_]")
_PANEL_LETTER = re.compile(r"^\(?[A-Ha-h1-9]?[.)]?$")
_SYMBOL = re.compile(r"^[^\s]*([A-Z].*[A-Z]|\d)[^\s]*$")
_OPEN_END = re.compile(r"([-/,+&]|\b(of|and|or|the|in|to|for|by|with))$", re.IGNORECASE)
_GOES_ON = re.compile(r"^([a-z]{3,}|/|(of|in|to|by)\b)")
_CAPITAL_WORD = re.compile(r"^\W*[A-Z]\w+$")
_PLAIN_WORD = re.compile(r"^\W*[A-Za-z]?[a-z]{3,}\W*$")

Named = Mapping[str, Sequence[Mention]]
"""The mentions of each line, by its id."""


@lru_cache(maxsize=8)
def weights(path: Path = WEIGHTS) -> dict[str, float]:
    """Load the weight of each feature."""
    data = json.loads(path.read_text())
    return {name: float(data.get(name, 0.0)) for name in FEATURES}


def is_label(text: str) -> bool:
    """Tell whether a read text can name something: letters in it, and more than a panel's letter."""
    return bool(_LETTERS.search(text)) and not _PANEL_LETTER.match(text.strip()) and len(text.strip()) > 1


def doubtful(line: TextLine) -> bool:
    """Tell whether a line was read so unsurely that it may be no text: beads of a membrane, rungs of a helix."""
    return 0.0 < line.score < SUREST_JUNK


def named(mentions: Sequence[Mention], lines: Sequence[TextLine]) -> bool:
    """Tell whether names make up nearly all letters of some lines."""
    said = sum(len(fold(line.text)) for line in lines)
    return bool(mentions) and sum(len(fold(m.word)) for m in mentions) >= NAMED * said


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold two lines of which one stands under the other, and how far, in heights, the next ones above and below are.

    Only lines aligned with them count for the latter.
    """

    upper: TextLine
    lower: TextLine
    above: tuple[float, ...]
    below: tuple[float, ...]


def pairs(text: Sequence[TextLine]) -> dict[str, list[Pair]]:
    """List the lines that stand right above each line, by its id, as pairs with it."""
    lines = sorted((t for t in text if is_label(t.text) and not doubtful(t)), key=lambda t: (t.box.y0, t.box.x0, t.id))
    boxes = [line.box for line in lines]
    tops = [box.y0 for box in boxes]
    reach = APART * max((box.height for box in boxes), default=0.0)
    under = [
        [j for j in range(i + 1, bisect_left(tops, box.y1 + reach)) if _near(box, boxes[j])]
        for i, box in enumerate(boxes)
    ]
    above: list[list[float]] = [[] for _ in lines]
    below: list[list[float]] = [[] for _ in lines]
    for i, js in enumerate(under):
        for j in js:
            if _aligned(boxes[i], boxes[j]):
                below[i].append(_gap(boxes[i], boxes[j]))
                above[j].append(_gap(boxes[i], boxes[j]))
    found: dict[str, list[Pair]] = {}
    for i, js in enumerate(under):
        for j in js:
            pair = Pair(lines[i], lines[j], tuple(above[i]), tuple(below[j]))
            found.setdefault(lines[j].id, []).append(pair)
    return found


def _near(a: Box, b: Box) -> bool:
    height = min(a.height, b.height)
    if max(a.height, b.height) > LARGER * height or not OVER * height < b.y0 - a.y1 < APART * height:
        return False
    return min(a.x1, b.x1) - max(a.x0, b.x0) > SHARED * min(a.width, b.width)


def _gap(a: Box, b: Box) -> float:
    return (b.y0 - a.y1) / min(a.height, b.height)


def _aligned(a: Box, b: Box) -> bool:
    return min(abs(a.center[0] - b.center[0]), abs(a.x0 - b.x0)) < ALIGNED * min(a.height, b.height)


def features(pair: Pair, names: Named) -> dict[str, float]:
    """Measure two lines."""
    upper, lower = pair.upper, pair.lower
    a, b = upper.box, lower.box
    above, below = upper.text.strip(), lower.text.strip()
    height, gap = min(a.height, b.height), _gap(a, b)
    centred, flush = abs(a.center[0] - b.center[0]) / height, abs(a.x0 - b.x0) / height
    own, others = names.get(upper.id, ()), names.get(lower.id, ())
    hard = [[m for m in of if m.kind not in SOFT] for of in (own, others)]
    run = [*pair.above, *pair.below]
    capital = bool(_CAPITAL_WORD.match(below))
    return {
        "bias": 1.0,
        "gap": gap,
        "wide gap": max(0.0, gap - WIDE_GAP),
        "sizes": max(a.height, b.height) / height - 1,
        "askew": min(centred, flush, 3.0),
        "off centre": min(centred, 3.0),
        "open end": bool(_OPEN_END.search(above)),
        "goes on": bool(_GOES_ON.match(below)),
        "bracket": below.startswith("("),
        "small letter": below[:1].islower(),
        "plain above": bool(_PLAIN_WORD.match(above)),
        "plain below": bool(_PLAIN_WORD.match(below)),
        "capitals": capital and bool(_CAPITAL_WORD.match(above)),
        "capital below": capital,
        "symbol below": bool(_SYMBOL.match(below)),
        "comma": above.endswith(","),
        "turned": abs(upper.angle) > 20 or abs(lower.angle) > 20,
        "words above": min(len(above.split()), 4),
        "shorter": (b.width - a.width) / max(a.width, b.width),
        "both named": named(own, [upper]) and named(others, [lower]),
        "both proteins": named(hard[0], [upper]) and named(hard[1], [lower]),
        "partly named": bool(own) and not named(own, [upper]),
        "more above": bool(pair.above),
        "more below": bool(pair.below),
        "capital in a run": capital and bool(run),
        "as far apart": any(abs(other - gap) < SAME_GAP for other in run),
        "closer": max(-1.0, min(1.0, min(run, default=gap) - gap)),
    }


def odds(pair: Pair, names: Named) -> float:
    """Give the log odds that two lines are of one label."""
    found, weight = features(pair, names), weights()
    return sum(weight[name] * value for name, value in found.items())


def chain_lines(text: Sequence[TextLine], names: Named) -> list[list[TextLine]]:
    """Join lines of one label, from above; lines that share a mention always go together."""
    over = pairs(text)
    least = math.log(LIKELY / (1 - LIKELY))
    chains: list[list[TextLine]] = []
    ending: dict[str, list[TextLine]] = {}
    for line in sorted(text, key=lambda t: (t.box.y0, t.box.x0, t.id)):
        own = {m.id for m in names.get(line.id, ())}
        chain = next((c for c in chains if own & {m.id for m in names.get(c[-1].id, ())}), None) if own else None
        if chain is None:
            likely = [
                (found, pair.upper.id)
                for pair in over.get(line.id, ())
                if 0 < len(ending.get(pair.upper.id, ())) < MOST_LINES
                and not _BULLET.match(line.text)
                and (found := odds(pair, names)) > least
            ]
            chain = ending[max(likely)[1]] if likely else None
        if chain is None:
            if not own and (not is_label(line.text) or doubtful(line)):
                continue
            chain = []
            chains.append(chain)
        else:
            del ending[chain[-1].id]
        chain.append(line)
        ending[line.id] = chain
    return chains
