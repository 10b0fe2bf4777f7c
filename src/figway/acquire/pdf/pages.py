"""Open a PDF and tell what is printed where: lines of text and ink, in points from the top left of a page as shown."""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.errors import PackageError

Box = tuple[float, float, float, float]

MOST_PAGES = 3000
LONGEST_SIDE = 5000.0
"""Points; the largest page that PDF readers agree to show is 14,400."""
DARK = 245
"""Grey value below which a rendered pixel is ink."""
PADDING = 1.0
LEAST_DPI, USUAL_DPI, MOST_DPI = 150.0, 300.0, 450.0
MOST_SIDE = 6000
"""Pixels of the longer side of a picture that is taken out."""
_FINE = 20
_PASSWORD, _SECURITY = 4, 5
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\x02": "-", "\xa0": " "})
EXPECTED = "expected the PDF of an article, or of one figure"


@dataclass(frozen=True, slots=True)
class Line:
    """Hold a line of text: no more than one column wide. `size` is the height of its letters' boxes."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """Hold what a page shows; `ink` has a pixel a point."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    ink: NDArray[np.bool_]


class Pdf:
    """Read one PDF file; a context manager. Raises PackageError where the file is damaged, locked or no PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._document = _open(path)

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *error: object) -> None:
        self._document.close()

    def __len__(self) -> int:
        """Count the pages."""
        return len(self._document)

    def title(self) -> str:
        """Give the title that the file says it has; empty where that is a file's name."""
        title = " ".join(str(self._document.get_metadata_value("Title")).split())
        named = re.search(
            r"\.(docx?|indd|tex|pdf|dvi|qxd|qxp|fm|pptx?|xlsx?|ps|eps|ai)$|^Microsoft |^untitled", title, re.I
        )
        return "" if named or len(title.split()) < 3 else title

    def pages(self) -> Iterator[Page]:
        """Yield the pages; those that cannot be read are passed over."""
        for number in range(len(self)):
            with contextlib.suppress(PackageError), self._page(number) as page:
                yield self._describe(number, page)

    def picture(self, number: int, box: Box) -> NDArray[np.uint8]:
        """Render a part of a page as RGB, as finely as its own pictures are; 300 dots an inch where it has none."""
        with self._page(number) as page:
            width, height = page.get_size()
            x0, y0 = max(0.0, box[0] - PADDING), max(0.0, box[1] - PADDING)
            x1, y1 = min(width, box[2] + PADDING), min(height, box[3] + PADDING)
            scale = min(_resolution(page) / 72, MOST_SIDE / max(x1 - x0, y1 - y0))
            bitmap = page.render(scale=scale, crop=(x0, height - y1, width - x1, y0), rev_byteorder=True)
            return np.ascontiguousarray(bitmap.to_numpy()[..., :3])

    @contextlib.contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        import pypdfium2

        try:
            page = self._document[number]
            try:
                if not 1 <= min(page.get_size()) <= max(page.get_size()) <= LONGEST_SIDE:
                    raise PackageError(f"{self.path}: page {number + 1} is refused for its size; {EXPECTED}")
                yield page
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise PackageError(f"{self.path}: page {number + 1} cannot be read ({error}); {EXPECTED}") from error

    def _describe(self, number: int, page: Any) -> Page:
        width, height = page.get_size()
        grey = page.render(scale=1.0, grayscale=True).to_numpy()
        ink = np.asarray(grey.reshape(grey.shape[:2]) < DARK, dtype=np.bool_)
        return Page(number, width, height, tuple(join_pieces(_pieces(page, width, height))), ink)


def _open(path: Path) -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        raise PackageError(f"{path}: reading PDF files needs: pip install 'figway[pdf]'") from error
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PackageError(f"{path}: cannot be opened ({error.strerror}); {EXPECTED}") from error
    if b"%PDF-" not in data[:1024]:
        found = "an empty file" if not data else "a web page" if b"<html" in data[:2000].lower() else "something else"
        raise PackageError(f"{path}: no PDF but {found}; {EXPECTED}; fetch it again from its source")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise PackageError(
                f"{path}: encrypted with a password; save it without one (for one: qpdf --decrypt) and run again"
            ) from error
        raise PackageError(f"{path}: damaged or cut short; {EXPECTED}; fetch it again from its source") from error
    if not 0 < len(document) <= MOST_PAGES:
        raise PackageError(f"{path}: {len(document)} pages; at most {MOST_PAGES} are looked through, and at least one")
    return document


def _resolution(page: Any) -> float:
    """Give the dots an inch of the finest larger picture on a page."""
    import pypdfium2
    import pypdfium2.raw as raw

    found = [
        72 * max(image.get_px_size()) / max(x1 - x0, y1 - y0)
        for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        if isinstance(image, pypdfium2.PdfImage)
        for x0, y0, x1, y1 in [image.get_bounds()]
        if min(x1 - x0, y1 - y0) > 36
    ]
    return min(MOST_DPI, max(LEAST_DPI, *found)) if found else USUAL_DPI


def _pieces(page: Any, width: float, height: float) -> Iterator[Line]:
    """Yield runs of letters on one line without a wide gap, as the page's own order has them."""
    text = page.get_textpage()
    try:
        letters: list[tuple[str, Box]] = []
        for letter, box in _letters(page, text, width, height):
            if letters and (letter in "\r\n" or _apart(letters, box)):
                yield from _piece(letters)
                letters = []
            if letter not in "\r\n":
                letters.append((letter, box))
        yield from _piece(letters)
    finally:
        text.close()


def _letters(page: Any, text: Any, width: float, height: float) -> Iterator[tuple[str, Box]]:
    """Yield each letter with its box on the page as shown, turned and cropped."""
    import pypdfium2.raw as raw

    rect = raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, rect)
        a = _shown(page, rect.left, rect.top, width, height)
        b = _shown(page, rect.right, rect.bottom, width, height)
        yield chr(code), (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _shown(page: Any, x: float, y: float, width: float, height: float) -> tuple[float, float]:
    import pypdfium2.raw as raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, round(width * _FINE), round(height * _FINE), 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _apart(letters: list[tuple[str, Box]], box: Box) -> bool:
    """Tell whether a letter stands too far from the last one to be of its line's column."""
    last = next((b for letter, b in reversed(letters) if not letter.isspace()), letters[-1][1])
    size = max(last[3] - last[1], 1.0)
    return box[0] - last[2] > 1.2 * size or box[2] < last[0] - 3 * size


def _piece(letters: list[tuple[str, Box]]) -> Iterator[Line]:
    inked = [box for letter, box in letters if not letter.isspace()]
    text = " ".join("".join(letter for letter, _ in letters).translate(_LIGATURES).split())
    if inked and text:
        sides = (min(b[0] for b in inked), min(b[1] for b in inked), max(b[2] for b in inked), max(b[3] for b in inked))
        yield Line(text, sides, float(np.median([b[3] - b[1] for b in inked])))


def join_pieces(pieces: Iterator[Line]) -> list[Line]:
    """Join pieces that follow one another on one line, such as a bold label and what it labels."""
    joined: list[Line] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and _follows(last, piece):
            box = (last.box[0], min(last.box[1], piece.box[1]), piece.box[2], max(last.box[3], piece.box[3]))
            blank = "" if piece.box[0] - last.box[2] < 0.1 * last.size else " "
            joined[-1] = Line(last.text + blank + piece.text, box, max(last.size, piece.size))
        else:
            joined.append(piece)
    return joined


def _follows(last: Line, piece: Line) -> bool:
    middle = (piece.box[1] + piece.box[3]) / 2
    return last.box[1] < middle < last.box[3] and -0.2 * last.size <= piece.box[0] - last.box[2] < 0.8 * last.size
