"""Hold what each kind of evidence weighs, in log odds; fitted by training/recognise/fit.py on annotated figures.

A feature's name says what it is about: `source:` where the name stands, `agree:` how the printed form differs from
it, `transform:` what was stripped or exchanged, `form:` what makes a form doubtful by itself, `context:` what the
figure and its caption say.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Reason(NamedTuple):
    """Hold one reason for or against a candidate, and its weight; becomes `records.Evidence` in the mention."""

    what: str
    weight: float
    feature: str = ""
    amount: float = 1.0


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Read the weights that ship with figway, by feature."""
    text = (files("figway.recognise") / "weights.json").read_text("utf-8")
    return {feature: float(weight) for feature, weight in json.loads(text).items()}


def reason(feature: str, what: str, amount: float = 1.0) -> Reason:
    """Give the reason of a feature, described for people; raises KeyError for a feature without a weight."""
    return Reason(what, weights()[feature] * amount, feature, amount)
