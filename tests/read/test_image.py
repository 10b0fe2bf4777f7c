"""Test that picture files of every kind decode, and that bad ones are refused with a message that helps."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from figway.errors import ImageError
from figway.read.image import load_image

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def corner_picture() -> Image.Image:
    """Draw a white picture, 40 wide and 24 high, whose top left quarter is red and bottom right quarter blue."""
    picture = Image.new("RGB", (40, 24), WHITE)
    picture.paste(RED, (0, 0, 20, 12))
    picture.paste(BLUE, (20, 12, 40, 24))
    return picture


def near(pixel: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= 12)


def assert_corners(path: Path) -> None:
    picture = load_image(path)
    assert (picture.width, picture.height) == (40, 24)
    assert picture.pixels.shape == (24, 40, 3)
    assert picture.pixels.dtype == np.uint8
    assert near(picture.pixels[4, 5], RED)
    assert near(picture.pixels[20, 34], BLUE)
    assert near(picture.pixels[4, 34], WHITE)
    assert picture.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.jpg", {"quality": 95, "subsampling": 0}),
        ("a.gif", {}),
        ("a.webp", {"lossless": True}),
        ("a.tiff", {}),
        ("a.bmp", {}),
    ],
)
def test_formats(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    corner_picture().save(tmp_path / name, **options)
    assert_corners(tmp_path / name)


def test_the_contents_decide_the_format_and_not_the_name(tmp_path: Path) -> None:
    corner_picture().save(tmp_path / "a.jpg", format="PNG")
    assert_corners(tmp_path / "a.jpg")
    assert load_image(tmp_path / "a.jpg").format == "PNG"


@pytest.mark.parametrize("suffix", ["gif", "tiff", "webp"])
def test_the_first_frame_or_page_is_read(tmp_path: Path, suffix: str) -> None:
    other = Image.new("RGB", (40, 24), (0, 255, 0))
    options = {"lossless": True} if suffix == "webp" else {}
    corner_picture().save(tmp_path / f"a.{suffix}", save_all=True, append_images=[other], **options)
    assert_corners(tmp_path / f"a.{suffix}")


@pytest.mark.parametrize("name", ["a.jpg", "a.tiff"])
def test_cmyk(tmp_path: Path, name: str) -> None:
    corner_picture().convert("CMYK").save(tmp_path / name, **({"quality": 95} if name == "a.jpg" else {}))
    assert_corners(tmp_path / name)


def test_palette_with_a_transparent_colour_lies_on_white(tmp_path: Path) -> None:
    picture = corner_picture().quantize(4)
    picture.save(tmp_path / "a.png", transparency=picture.getpixel((34, 20)))
    assert near(load_image(tmp_path / "a.png").pixels[20, 34], WHITE)
    assert near(load_image(tmp_path / "a.png").pixels[4, 5], RED)


@pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tiff"])
def test_transparency_lies_on_white(tmp_path: Path, name: str) -> None:
    picture = corner_picture().convert("RGBA")
    picture.paste((0, 0, 0, 0), (20, 0, 40, 12))
    picture.paste((0, 0, 0, 128), (0, 12, 20, 24))
    picture.save(tmp_path / name, **({"lossless": True} if name == "a.webp" else {}))
    assert_corners(tmp_path / name)
    assert near(load_image(tmp_path / name).pixels[20, 4], (127, 127, 127))


@pytest.mark.parametrize("name", ["a.png", "a.tiff"])
def test_sixteen_bit_grey_keeps_its_range(tmp_path: Path, name: str) -> None:
    ramp = np.linspace(0, 65535, 40).astype(np.uint16)[None].repeat(24, 0)
    Image.fromarray(ramp).save(tmp_path / name)
    assert load_image(tmp_path / name).pixels[3, :, 0].tolist() == pytest.approx(np.linspace(0, 255, 40), abs=1)


def test_one_bit(tmp_path: Path) -> None:
    corner_picture().convert("L").point(lambda v: 255 * (v > 200)).convert("1").save(tmp_path / "a.png")
    assert near(load_image(tmp_path / "a.png").pixels[4, 34], WHITE)
    assert near(load_image(tmp_path / "a.png").pixels[4, 5], (0, 0, 0))


TURNED: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda p: p,
    2: lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    3: lambda p: p.transpose(Image.Transpose.ROTATE_180),
    4: lambda p: p.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
    5: lambda p: p.transpose(Image.Transpose.TRANSPOSE),
    6: lambda p: p.transpose(Image.Transpose.ROTATE_90),
    7: lambda p: p.transpose(Image.Transpose.TRANSVERSE),
    8: lambda p: p.transpose(Image.Transpose.ROTATE_270),
}


@pytest.mark.parametrize("orientation", TURNED)
def test_every_exif_turn_is_undone(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = TURNED[orientation](corner_picture())
    stored.save(tmp_path / "a.jpg", exif=exif, quality=95, subsampling=0)
    assert_corners(tmp_path / "a.jpg")


def png_header(width: int, height: int) -> bytes:
    """Write a PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def cut_jpeg() -> bytes:
    import io

    stream = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(noise).save(stream, "JPEG")
    return stream.getvalue()[:4000]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "HTML page"),
        (b"\n<HTML><head><title>Error</title></head></HTML>", "HTML page"),
        ("Not a figure – plain text\n".encode(), "text"),
        (b'{"error": "not found"}', "JSON"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<?xml version='1.0'?><svg/>", "SVG"),
        (b"\x00\x01\x02\x03\xff\xfe\xfd", "no known picture format"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (cut_jpeg(), "cut short"),
        (png_header(60_000, 60_000), "too large"),
        (png_header(12_000, 9_000), "too large"),
    ],
)
def test_bad_files_are_refused_with_a_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "figure.jpg"
    path.write_bytes(content)
    with pytest.raises(ImageError) as caught:
        load_image(path)
    message = str(caught.value)
    assert said in message
    assert str(path) in message
    assert "\n" not in message


def test_a_one_pixel_picture_is_too_small(tmp_path: Path) -> None:
    Image.new("RGB", (1, 1)).save(tmp_path / "a.png")
    with pytest.raises(ImageError, match=r"too small.*1 x 1"):
        load_image(tmp_path / "a.png")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match=r"none\.png"):
        load_image(tmp_path / "none.png")


def test_the_limit_can_be_set(tmp_path: Path) -> None:
    corner_picture().save(tmp_path / "a.png")
    with pytest.raises(ImageError, match="960 pixels"):
        load_image(tmp_path / "a.png", max_pixels=959)
    assert load_image(tmp_path / "a.png", max_pixels=960).width == 40
