"""Turn the recogniser's per-step probabilities into text, score and lattice.

Connectionist temporal classification: class 0 is the blank; equal neighbours merge; what is left is the text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figway.records import Lattice

UNSURE = 0.9
SHOWN = 0.02
WIDTH = 4
GAP = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold one reading of a crop: text, mean and least probability of its characters, a lattice where unsure."""

    text: str
    score: float
    lattice: Lattice | None = None
    weakest: float = 0.0


def decode(probs: NDArray[np.float32], characters: str) -> Reading:
    """Decode one crop; `probs` is (steps, classes), `characters[i]` belongs to class i + 1.

    The lattice has a slot for each run of steps where a character was read or is likely. A slot holds at most
    four pairs (character, probability rounded to 3 decimals) with p >= 0.02, best first; "" is nothing
    at that place. The lattice is given only where some character's probability is under 0.9.
    Between characters a space counts from a tenth on: tight type leaves little to see of it. Its slot has it first.
    """
    best = probs.argmax(axis=1)
    peaks: list[tuple[int, float]] = []
    slots: list[tuple[tuple[str, float], ...]] = []
    step, count = 0, len(best)
    space = characters.find(" ") + 1
    while step < count:
        end = step + 1
        while end < count and best[end] == best[step]:
            end += 1
        run = probs[step:end]
        if best[step]:
            peak = run[int(run[:, best[step]].argmax())]
            peaks.append((int(best[step]), float(run[:, best[step]].max())))
            slots.append(_slot(peak, characters))
        elif space and peaks and end < count and (p := float(run[:, space].max())) > GAP:
            peaks.append((space, max(p, 1 - p)))
            slots.append(_gap(run[int(run[:, space].argmax())], characters))
        elif 1 - float(run[:, 0].min()) > 0.1:
            slots.append(_slot(run[int(run[:, 0].argmin())], characters))
        step = end
    text = "".join(characters[c - 1] for c, _ in peaks)
    score = float(np.mean([p for _, p in peaks])) if peaks else 0.0
    weakest = min((p for _, p in peaks), default=0.0)
    return Reading(text, score, tuple(slots) if peaks and weakest < UNSURE else None, weakest)


def _gap(probs: NDArray[np.float32], characters: str) -> tuple[tuple[str, float], ...]:
    """Give the slot of a space that is less likely than nothing: the space, then the others."""
    slot = _slot(probs, characters)
    return (*(pair for pair in slot if pair[0] == " "), *(pair for pair in slot if pair[0] != " "))


def _slot(probs: NDArray[np.float32], characters: str) -> tuple[tuple[str, float], ...]:
    order = np.argsort(-probs, kind="stable")[:WIDTH]
    return tuple(
        ("" if c == 0 else characters[c - 1], round(float(probs[c]), 3)) for c in order.tolist() if probs[c] >= SHOWN
    )
