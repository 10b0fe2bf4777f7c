"""Decode picture files into plain RGB pixels, whatever people saved them as.

Every fault of a file becomes an `ImageError` whose message says what was wrong with which file, what was
expected and what to do.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from figway.errors import ImageError

MAX_PIXELS = 101_000_000
"""Largest picture that is decoded: 100 megapixels and a little more, for sizes such as 10,050 x 10,000."""
MIN_SIDE = 8
EXPECTED = "a JPEG, PNG, GIF, TIFF, WebP or BMP picture"
_SIXTEEN_BIT = {"I", "F", "I;16", "I;16L", "I;16B", "I;16N"}


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a decoded picture: `pixels` is uint8 RGB of shape (height, width, 3), EXIF turn applied."""

    pixels: NDArray[np.uint8]
    width: int
    height: int
    sha256: str
    format: str


def load_image(path: str | Path, *, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode a picture file: its first frame or page, upright, on white, as RGB.

    Parameters
    ----------
    path
        JPEG, PNG, GIF, TIFF, WebP or BMP; grey, palette, CMYK, 16-bit and transparent ones included. The
        contents decide the format, not the name.
    max_pixels
        pictures with more pixels are refused from their header, before anything is decoded.

    Raises
    ------
    ImageError
        when the file is missing, empty, no picture, damaged, too large or smaller than 8 pixels a side.

    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageError(f"{path}: cannot be opened ({error.strerror}); give a picture file that can be read") from None
    if not data:
        raise ImageError(f"{path}: the file is empty (0 bytes); expected {EXPECTED}; fetch it again")
    sha256 = hashlib.sha256(data).hexdigest()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pixels, kind = _decode(path, data, max_pixels)
    return Picture(pixels, pixels.shape[1], pixels.shape[0], sha256, kind)


def _decode(path: Path, data: bytes, max_pixels: int) -> tuple[NDArray[np.uint8], str]:
    image = _open(path, data, max_pixels)
    with image:
        _check_size(path, image.size, max_pixels)
        try:
            image.load()
            pixels = np.asarray(_upright_rgb(image))
        except (
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            IndexError,
            TypeError,
            Image.DecompressionBombError,
        ) as error:
            raise ImageError(
                f"{path}: the {image.format} picture of {image.width} x {image.height} pixels is damaged or"
                f" cut short ({error}); expected a whole file; fetch it again"
            ) from None
        return pixels, image.format or ""


def _open(path: Path, data: bytes, max_pixels: int) -> Image.Image:
    """Open the header with Pillow's own bomb guard set to our limit."""
    try:
        return Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise ImageError(
            f"{path}: too large to read ({error}); at most {max_pixels:,} pixels are read; scale it down"
        ) from None
    except UnidentifiedImageError:
        raise ImageError(f"{path}: {_what_is(data)}; expected {EXPECTED}; fetch or convert it again") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ImageError(f"{path}: its header is damaged ({error}); expected {EXPECTED}; fetch it again") from None


def _what_is(data: bytes) -> str:
    """Say what a file that is no picture seems to be."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head:
        return "the file is an HTML page, not a picture (often an error page saved under the picture's name)"
    if head.startswith(b"%pdf"):
        return "the file is a PDF document, not a picture; export its figure as PNG"
    if head.startswith(b"<?xml") or b"<svg" in head:
        return "the file is XML or SVG, not a picture made of pixels; export it as PNG"
    if head.startswith((b"{", b"[")):
        return "the file is JSON text, not a picture (often an error message saved under the picture's name)"
    if _is_text(data[:1024]):
        return "the file is text, not a picture"
    return f"no known picture format (it begins with the bytes {data[:8].hex(' ')})"


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        text = head[: error.start].decode("utf-8") if error.start >= len(head) - 4 else "\0"
    return all(c.isprintable() or c in "\t\r\n\f" for c in text)


def _check_size(path: Path, size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise ImageError(
            f"{path}: too large to read: {width} x {height} = {width * height:,} pixels; at most"
            f" {max_pixels:,} pixels are read; scale the picture down"
        )
    if min(width, height) < MIN_SIDE:
        raise ImageError(
            f"{path}: too small to read: {width} x {height} pixels; at least {MIN_SIDE} x {MIN_SIDE} are"
            " needed; fetch the full-size picture"
        )


def _upright_rgb(image: Image.Image) -> Image.Image:
    """Apply the EXIF turn, put transparency on white and convert any mode to 8-bit RGB."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode in _SIXTEEN_BIT:
        return _eight_bit(turned).convert("RGB")
    if turned.has_transparency_data:
        layers = turned.convert("RGBA")
        white = Image.new("RGBA", layers.size, "white")
        white.alpha_composite(layers)
        return white.convert("RGB")
    return turned if turned.mode == "RGB" else turned.convert("RGB")


def _eight_bit(image: Image.Image) -> Image.Image:
    """Scale a 16-bit or wider grey picture to 8 bits by the range of its type, or of its values."""
    values = np.asarray(image).astype(np.float32)
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    top = next((t for t in (1.0, 255.0, 65535.0) if high <= t), high)
    if image.mode.startswith("I;16"):
        top = 65535.0
    low = min(low, 0.0)
    return Image.fromarray(np.clip((values - low) * (255.0 / (top - low)) + 0.5, 0, 255).astype(np.uint8))
