"""Know chemicals by the look of their names: norcepharadione B, 3-hydroxyhexanoyl-CoA, Astragalus polysaccharide.

No vocabulary has every natural product, intermediate and drug, but their names are made of the same parts. A small
linear model over the letter groups of a label says, in log odds, how much it looks like a chemical's name; it learned
from the lexicon's names and from the text of articles (training/recognise/looks.py). A label that looks like one is
searched for in the lexicon once more with one letter wrong, as a reading may have it (Dihyrotestosterone).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Name
from figway.recognise.context import PROCESS
from figway.recognise.keys import strip_edges
from figway.recognise.match import Candidate
from figway.recognise.weights import reason
from figway.text import fold, normalize, spell_greek

BUCKETS = 1 << 16
SHORTEST, LONGEST = 2, 5
"""Characters of the letter groups."""
LEAST_LOOK = 3.0
"""Log odds, among the names and phrases that the model learned from, from which a label is taken for a chemical."""
MOST_LOOK = 3.0
"""What the look adds at most above that."""
LEAST_TO_MEND = 1.0
"""Log odds from which a wrong letter is sought."""
SHORTEST_MENDED = 8
"""Letters and digits of a key that may have a wrong one."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[A-Za-zα-ω]{5}")
_NO_NAME = re.compile(r"^\(.*\)$|^[A-Z\W\d]+$|[_=<>?!:]")
"""What stands in brackets as a whole, in capitals as a whole, or has signs that no name has."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ANOTHER = ("aeiouy", "dt")
"""Letters whose exchange makes another substance (octanoyl, octenoyl; nitrite, nitride)."""


class Model(NamedTuple):
    """Hold the weight of each bucket of letter groups, and the bias."""

    weights: NDArray[np.float32]
    bias: float


@lru_cache(maxsize=1)
def model() -> Model:
    """Read the model that ships with figway."""
    with (files("figway.recognise") / "looks.npz").open("rb") as stream, np.load(stream) as held:
        return Model(held["weights"].astype(np.float32) * held["scale"], float(held["bias"]))


def groups(label: str) -> list[int]:
    """Give the buckets of all groups of two to five characters of a label, each once; digits count as one."""
    text = f" {_DIGIT.sub('0', spell_greek(normalize(label)).lower())} ".encode()
    found = {
        zlib.crc32(text[start : start + size]) % BUCKETS
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(text) - size + 1)
    }
    return sorted(found)


def look(label: str) -> float:
    """Say how much a label looks like the name of a chemical, in log odds.

    >>> look("3-hydroxyhexanoyl-CoA") > 3, look("immune response") < 0
    (True, True)
    """
    weights, bias = model()
    buckets = groups(label)
    return float(weights[buckets].sum()) / float(np.sqrt(max(1, len(buckets)))) + bias


@lru_cache(maxsize=1 << 14)
def chemical(label: str, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Give a label with the look of a chemical as one; with an identifier where a wrong letter hides its name."""
    form = strip_edges(label)
    if not _WORD.search(form) or _NO_NAME.search(form) or PROCESS.search(form) or lexicon.is_english(form.lower()):
        return ()
    likely = look(form)
    if likely > LEAST_TO_MEND and (mended := _mended(form, lexicon)):
        return (mended,)
    if likely <= LEAST_LOOK:
        return ()
    why = reason("form:chemical look", "has the look of a chemical's name", min(MOST_LOOK, likely - LEAST_LOOK))
    return (Candidate(Entity("", "chemical", form), Name(form, "look", ""), form, (), ()).add(why),)


def _mended(form: str, lexicon: Lexicon) -> Candidate | None:
    """Give the one chemical whose name differs from a label by one letter; None where there are several."""
    key = fold(form)
    if len(key) < SHORTEST_MENDED:
        return None
    found: dict[str, tuple[Entity, Name]] = {}
    for spelt in one_letter_off(key):
        if spelt in lexicon:
            for name in lexicon.lookup(spelt):
                entity = lexicon.entity(name.entity)
                if entity is not None:
                    found.setdefault(entity.id, (entity, name))
    if len(found) != 1:
        return None
    ((entity, name),) = found.values()
    if entity.kind != "chemical":
        return None
    why = reason("form:one letter off", f"one letter off '{name.name}'")
    return Candidate(entity, name, form, ("one letter off",), ()).add(why)


def one_letter_off(key: str) -> Iterator[str]:
    """Yield every key with one letter exchanged, added or left out; never one that makes it another substance.

    >>> sorted(set(one_letter_off("ab")))[:3], "eb" in set(one_letter_off("ab"))
    (['a', 'aa', 'aab'], False)
    """
    for at in range(len(key) + 1):
        before, after = key[:at], key[at:]
        if after and after[0].isalpha():
            alike = "".join(letters for letters in _ANOTHER if after[0] in letters)
            yield before + after[1:]
            yield from (f"{before}{letter}{after[1:]}" for letter in _LETTERS if letter not in alike)
        yield from (f"{before}{letter}{after}" for letter in _LETTERS)
