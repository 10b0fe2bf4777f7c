"""Be the stage that classifies: fill a record's kind, score and panels, and the hash of its picture."""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

from figway.classify import caption, model, panels
from figway.classify.duplicates import picture_hash
from figway.derive.panel_letters import lettered
from figway.records import FigureKind, FigureRecord, Panel

THRESHOLD = 0.38
"""Least score of a pathway figure; docs/classify.md says what it costs and gains."""
SURE_PANEL = 0.6
"""A panel is found among many, so it must be surer than a figure before it alone makes a pathway of the figure."""
CAPTION_WEIGHT = 0.5
PRIOR = math.log(0.25 / 0.75)
"""Log odds before anything is seen: about one harvested figure in four is a pathway."""


class Classifier:
    """Judge a figure by its picture, by its caption, or by both."""

    name = "classify"
    version = "1"
    needs_image = True
    reads: tuple[str, ...] = ()
    fills: tuple[str, ...] = ("kind", "pathway_score", "panels")
    aside = True

    def __init__(self) -> None:
        self._picture = model.load()
        self._caption = caption.load()

    def load(self) -> None:
        """Open the models of pictures; raises EngineError where one is damaged."""
        self._picture.load()

    def fingerprint(self) -> str:
        """Give the hash of the stage's version and its models."""
        parts = (self.name, self.version, *self._picture.models.values(), self._caption.sha256)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def reset(self, record: FigureRecord) -> FigureRecord:
        """Return the record without its kind, score and panels."""
        return record.evolve(kind="", pathway_score=None, panels=())

    def __call__(self, record: FigureRecord, image: NDArray[np.uint8] | None) -> FigureRecord:
        """Return the record judged; one with neither picture nor a telling caption stays without kind and score."""
        text = self._caption(record.figure.caption)
        whole = None if image is None else self._picture(image)
        found = () if image is None else self._panels(image)
        score = combine(whole, text)
        if found and max(p.pathway_score or 0.0 for p in found) >= SURE_PANEL:
            score = max(score or 0.0, max(p.pathway_score or 0.0 for p in found))
        detail = {**self._picture.models, "caption": self._caption.sha256}
        if image is not None:
            detail |= {"image": f"{sigmoid(whole or 0.0):.4f}", "phash": picture_hash(image)}
        if text is not None:
            detail["text"] = f"{sigmoid(text):.4f}"
        judged = self.reset(record).evolve(
            kind=kind_of(score, found), pathway_score=None if score is None else round(score, 4), panels=found
        )
        # Lines are there only where a figure that was read before is judged anew.
        return lettered(judged).signed(self.name, self.version, self.fingerprint(), detail)

    def _panels(self, image: NDArray[np.uint8]) -> tuple[Panel, ...]:
        found = []
        for box in panels.split(image):
            x0, y0, x1, y1 = (round(value) for value in box)
            score = round(sigmoid(self._picture(image[y0:y1, x0:x1])), 4)
            kind: FigureKind = "pathway" if score >= SURE_PANEL else "other"
            found.append(Panel(box=box, kind=kind, pathway_score=score))
        return tuple(found)


def combine(picture: float | None, text: float | None) -> float | None:
    """Give the chance of a pathway from the log odds of picture and caption; None from neither.

    >>> combine(None, None) is None, combine(0.0, None)
    (True, 0.5)
    """
    if picture is None:
        return None if text is None else sigmoid(text)
    if text is None:
        return sigmoid(picture)
    return sigmoid(picture + CAPTION_WEIGHT * (text - PRIOR))


def kind_of(score: float | None, found: tuple[Panel, ...]) -> FigureKind:
    """Name the figure: composite where some panels are pathways and others not."""
    if score is None:
        return ""
    if score < THRESHOLD:
        return "other"
    pathways = sum(panel.kind == "pathway" for panel in found)
    return "composite" if 0 < pathways < len(found) else "pathway"


def sigmoid(value: float) -> float:
    """Turn log odds into a chance, without overflow.

    >>> sigmoid(0.0), sigmoid(-1e9)
    (0.5, 0.0)
    """
    return 0.5 * (1.0 + math.tanh(value / 2))
