"""Read with Tesseract: a second engine behind the same protocol, to compare with or where it is at hand."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from figway.errors import EngineError
from figway.geometry import Box, polygon_of, rounded, union
from figway.records import TextLine

SCALE = 2.0
SPARSE = "--psm 11"
HOW = "install Tesseract (Debian: apt-get install tesseract-ocr) and figway[tesseract], or use pp-ocrv6"


class TesseractEngine:
    """Read figures with the Tesseract program found on the search path, in its sparse-text mode."""

    name = "tesseract"

    def __init__(self) -> None:
        try:
            import pytesseract
        except ImportError:
            raise EngineError(f"the Python package pytesseract is not installed; {HOW}") from None
        self._program: Any = pytesseract
        try:
            self.version = str(pytesseract.get_tesseract_version()).split()[0]
        except (pytesseract.TesseractNotFoundError, SystemExit):
            raise EngineError(f"the program tesseract was not found; {HOW}") from None

    @property
    def models(self) -> dict[str, str]:
        """Give nothing: the trained data belong to the installed program, which `version` names."""
        return {}

    def load(self) -> None:
        """Do nothing: the program was found, and loads its data itself."""

    def fingerprint(self) -> str:
        """Give the hash of the program's version and the options it is called with."""
        return hashlib.sha256(repr((self.name, self.version, SCALE, SPARSE)).encode()).hexdigest()

    def read(self, pixels: NDArray[np.uint8]) -> tuple[TextLine, ...]:
        """Read an RGB picture at twice its size; lines in Tesseract's order. Raises EngineError."""
        big = cv2.resize(pixels, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC)
        ok, png = cv2.imencode(".png", big[:, :, ::-1])
        if not ok:
            raise EngineError(f"tesseract: a picture of shape {pixels.shape} could not be handed over")
        from PIL import Image

        try:
            table = self._program.image_to_data(
                Image.open(io.BytesIO(png.tobytes())), config=SPARSE, output_type=self._program.Output.DICT
            )
        except (self._program.TesseractError, RuntimeError, OSError) as error:
            raise EngineError(f"tesseract failed: {error}") from error
        return lines_of(table)


def lines_of(table: dict[str, list[Any]]) -> tuple[TextLine, ...]:
    """Join Tesseract's words to lines; `table` is its TSV output by column, boxes at `SCALE` times size."""
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for i, text in enumerate(table["text"]):
        if str(text).strip() and float(table["conf"][i]) >= 0:
            groups[tuple(int(table[k][i]) for k in ("block_num", "par_num", "line_num"))].append(i)
    lines = []
    for number, members in enumerate(groups.values(), 1):
        box = union([_box(table, i) for i in members])
        lines.append(
            TextLine(
                id=f"t{number}",
                text=" ".join(str(table["text"][i]).strip() for i in members),
                polygon=rounded(polygon_of(box)),
                score=round(sum(float(table["conf"][i]) for i in members) / len(members) / 100, 3),
                angle=0.0,
                lattice=None,
            )
        )
    return tuple(lines)


def _box(table: dict[str, list[Any]], i: int) -> Box:
    left, top, width, height = (float(table[k][i]) / SCALE for k in ("left", "top", "width", "height"))
    return Box(left, top, left + width, top + height)
