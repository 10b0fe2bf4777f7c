"""Read with PP-OCRv6: detect lines, cut them out of the original, recognise them."""

from __future__ import annotations

import hashlib
import math
from functools import cached_property
from typing import TYPE_CHECKING

from figway.geometry import rounded
from figway.read.sessions import open_model
from figway.records import TextLine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from figway.onnx import Network
    from figway.read.ctc import Reading
    from figway.read.detect import TextBox

LOWEST = 0.6
SURE = 0.85
HOPELESS = 0.3
CLOSER = -0.08
SHORTEST = 0.7
TALL = 1.5


class RapidEngine:
    """Read figures with the PP-OCRv6 models that figway ships, on one thread."""

    name = "pp-ocrv6"
    version = "3"

    def __init__(self) -> None:
        self._detector = open_model("det")
        self._quick = open_model("rec_int8")
        self._exact = open_model("rec")

    @property
    def models(self) -> dict[str, str]:
        """Give the sha256 of the three models."""
        return {m.name: m.sha256 for m in (self._detector, self._quick, self._exact)}

    def load(self) -> None:
        """Open the models; raises EngineError where one is damaged."""
        for model in (self._detector, self._quick, self._exact):
            model.load()

    @cached_property
    def _characters(self) -> str:
        return self._exact.metadata("character").replace("\n", "") + " "

    def fingerprint(self) -> str:
        """Give the hash of the engine's version and its models."""
        return hashlib.sha256(repr((self.name, self.version, self.models)).encode()).hexdigest()

    def read(self, pixels: NDArray[np.uint8]) -> tuple[TextLine, ...]:
        """Read an RGB picture; lines in reading order, polygons in its pixels."""
        from figway.read.detect import find_text
        from figway.read.layout import reading_order

        boxes = find_text(self._detector, pixels)
        found = self._look_again(pixels, boxes, self.recognise(self._quick, pixels, boxes))
        lines = [(b, r) for b, r in zip(boxes, found, strict=True) if r.text.strip() and r.score >= LOWEST]
        order = reading_order([b for b, _ in lines])
        return tuple(_line(n, *lines[i]) for n, i in enumerate(order, 1))

    def _look_again(self, pixels: NDArray[np.uint8], boxes: list[TextBox], first: list[Reading]) -> list[Reading]:
        """Read what the quick model is unsure of with the exact one, cut closer; keep the surer reading."""
        from figway.read.detect import grown

        unsure = [n for n, r in enumerate(first) if r.score > HOPELESS and r.weakest < SURE]
        again = self.recognise(self._exact, pixels, [grown(boxes[n], CLOSER) for n in unsure])
        best = list(first)
        for n, reading in zip(unsure, again, strict=True):
            if reading.score > first[n].score and len(reading.text) >= SHORTEST * len(first[n].text):
                best[n] = reading
        return best

    def recognise(self, model: Network, pixels: NDArray[np.uint8], boxes: list[TextBox]) -> list[Reading]:
        """Read each box; a tall one is tried turned both ways, and the better reading kept."""
        from figway.read.crops import batches, cut, stack
        from figway.read.ctc import decode

        jobs = [(n, turns) for n, box in enumerate(boxes) for turns in _turns(box)]
        crops = [cut(pixels, boxes[n].corners, turns) for n, turns in jobs]
        best: dict[int, Reading] = {}
        for group in batches(crops):
            for i, probs in zip(group, model(x=stack([crops[i] for i in group])), strict=True):
                reading, n = decode(probs, self._characters), jobs[i][0]
                if n not in best or reading.score > best[n].score:
                    best[n] = reading
        return [best[n] for n in range(len(boxes))]


def _turns(box: TextBox) -> tuple[int, ...]:
    return (1, 3) if box.height > TALL * box.width else (0,)


def _line(number: int, box: TextBox, reading: Reading) -> TextLine:
    (x0, y0), (x1, y1) = box.corners[0], box.corners[1]
    return TextLine(
        id=f"t{number}",
        text=reading.text.strip(),
        polygon=rounded((float(x), float(y)) for x, y in box.corners),
        score=round(reading.score, 3),
        angle=round(math.degrees(math.atan2(float(y1 - y0), float(x1 - x0))), 1),
        lattice=reading.lattice,
    )
