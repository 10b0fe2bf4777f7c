"""Give `figway run` what people give it by mistake: one clear line each, and no harm to the rest."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from draw import Label, draw_figure
from figway.library import Library
from figway.records import Failure
from figways import Ran, contents, draw_small, run


def failures(library: Path) -> dict[str, Failure]:
    return {failure.figid: failure for failure in Library(library).read_failures()}


def text_file(path: Path) -> None:
    path.write_text("This is no picture.\n")


def truncated(path: Path) -> None:
    whole = path.with_name("whole.jpg")
    Image.effect_noise((400, 300), 60).convert("RGB").save(whole)
    path.write_bytes(whole.read_bytes()[:3000])
    whole.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def error_page(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body><h1>403 Forbidden</h1></body></html>")


def enormous(path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b""))


def one_pixel(path: Path) -> None:
    Image.new("RGB", (1, 1)).save(path)


def bad_metadata(path: Path) -> None:
    draw_figure(path, [Label("BRAF", 100, 100)], size=(200, 200))
    path.with_suffix(".yml").write_text("caption: [never closed\nnumber: 3\n")


BAD: dict[str, tuple[str, Callable[[Path], None], str, str]] = {
    "text file": ("bad.jpg", text_file, "ImageError", "the file is text, not a picture"),
    "truncated": ("bad.jpg", truncated, "ImageError", "damaged or cut short"),
    "0 bytes": ("bad.jpg", empty, "ImageError", "the file is empty (0 bytes)"),
    "error page": ("bad.jpg", error_page, "ImageError", "HTML page"),
    "enormous": ("bad.png", enormous, "ImageError", "too large"),
    "one pixel": ("bad.png", one_pixel, "ImageError", "too small to read: 1 x 1 pixels"),
    "no YAML": ("bad.png", bad_metadata, "MetadataError", "bad.yml, line 2: not YAML"),
}


@pytest.fixture(scope="module", params=[1, 2], ids=["1 worker", "2 workers"])
def after(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """Give what one run on all of them left; each has a folder of its own and so a figid of its own."""
    folder = tmp_path_factory.mktemp("bad")
    draw_small(folder / "figures", 1)
    for number, (name, make, _, _) in enumerate(BAD.values()):
        place = folder / "figures" / f"PMC{number}" / name
        place.parent.mkdir()
        make(place)
    out = folder / "library"
    return run("run", folder / "figures", folder / "missing.png", "--out", out, "-j", request.param), out


@pytest.mark.parametrize("what", BAD)
def test_each_gives_one_clear_line_and_a_failure_record(after: tuple[Ran, Path], what: str) -> None:
    done, library = after
    _, _, error, says = BAD[what]
    failure = failures(library)[f"PMC{list(BAD).index(what)}__bad"]
    assert (failure.stage, failure.error) == ("acquire", error)
    assert says in failure.message
    assert "inside figway" not in failure.message
    assert done.err.splitlines().count(f"figway: {failure.message}") == 1


def test_the_rest_of_the_run_is_unharmed(after: tuple[Ran, Path]) -> None:
    done, library = after
    assert done.code == 1
    assert "Traceback" not in done.err
    assert Library(library).figids() == ["fig1"]
    assert {g.hgnc_symbol for g in Library(library)["fig1"].genes} == {"EGFR", "KRAS", "MAPK1"}
    assert set(Library(library).read_summary()) == {"fig1"}
    assert [p.name for p in Library(library).images.iterdir()] == ["fig1.png"]


def test_a_missing_path_is_a_failure_beside_the_others(after: tuple[Ran, Path]) -> None:
    failure = failures(after[1])["missing"]
    assert failure.error == "NotFound"
    assert failure.message.endswith("missing.png: no such file or folder")


def test_failures_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    draw_small(tmp_path / "figures", 2)
    empty(tmp_path / "figures" / "b.jpg")
    one_pixel(tmp_path / "figures" / "a.png")
    outs = [tmp_path / "one", tmp_path / "two"]
    for workers, out in enumerate(outs, 1):
        assert run("run", tmp_path / "figures", "--out", out, "-j", workers).code == 1
    assert contents(outs[0]) == contents(outs[1])


def test_two_images_with_one_figid(tmp_path: Path) -> None:
    first, _ = draw_small(tmp_path / "a", 2)
    second = tmp_path / "b" / "fig1.png"
    draw_small(tmp_path / "b", 1, names=[["BRAF"]])
    done = run("run", tmp_path / "b", tmp_path / "a", "--out", tmp_path / "library", "-j", 1)
    failure = failures(tmp_path / "library")["fig1"]
    assert done.code == 1
    assert failure.error == "DuplicateFigure"
    assert str(first) in failure.message
    assert str(second) in failure.message
    library = Library(tmp_path / "library")
    assert library.figids() == ["fig1", "fig2"]
    assert {g.hgnc_symbol for g in library["fig1"].genes} == {"EGFR", "KRAS", "MAPK1"}


def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    (good,) = draw_small(tmp_path, 1)
    bad = Path(str(tmp_path) + "/caf\udce9.png")
    bad.write_bytes(good.read_bytes())
    broken = Path(str(tmp_path) + "/th\udce9.png")
    broken.write_bytes(b"")
    done = run("run", good, bad, broken, "--out", tmp_path / "library", "-j", 1)
    assert done.code == 1
    assert "fig1" in Library(tmp_path / "library").figids()
    assert any("th" in f.figid for f in Library(tmp_path / "library").read_failures())


def test_a_figure_that_fails_now_keeps_the_record_it_had(tmp_path: Path) -> None:
    (figure,) = draw_small(tmp_path / "figures", 1)
    arguments = ("run", figure, "--out", tmp_path / "library", "-j", 1)
    assert run(*arguments).code == 0
    before = contents(tmp_path / "library")
    whole = figure.read_bytes()
    figure.write_bytes(b"")
    assert run(*arguments).code == 1
    after = contents(tmp_path / "library")
    assert json.loads(after.pop("failures.jsonl"))["figid"] == "fig1"
    assert after == {k: v for k, v in before.items() if k != "failures.jsonl"}
    figure.write_bytes(whole)
    assert run(*arguments).code == 0
    assert contents(tmp_path / "library") == before


def test_a_damaged_record_is_made_anew(tmp_path: Path) -> None:
    (figure,) = draw_small(tmp_path / "figures", 1)
    library = tmp_path / "library"
    assert run("run", figure, "--out", library, "-j", 1).code == 0
    before = contents(library)
    (library / "records" / "fig1.json").write_text('{"figid": ')
    assert run("run", figure, "--out", library, "-j", 1).code == 0
    assert contents(library) == before


@pytest.mark.parametrize("place", ["file", "below a file", "/proc/figway"])
def test_an_unwritable_folder_ends_the_run_at_once(tmp_path: Path, place: str) -> None:
    (figure,) = draw_small(tmp_path / "figures", 1)
    (tmp_path / "file").write_text("in the way")
    out = {"file": tmp_path / "file", "below a file": tmp_path / "file" / "library"}.get(place, Path(place))
    done = run("run", figure, "--out", out)
    assert done.code == 2
    assert done.err.startswith(f"figway: cannot write to the library folder {out}: ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "no figures given"),
        (("nothing.png",), "no such file or folder: nothing.png"),
        (("*.jpg",), "no figure was found"),
        (("{figure}", "--engine", "eyes"), "no OCR engine is called 'eyes'"),
        (("{figure}", "--lexicon", "nowhere"), "no lexicon folder nowhere"),
        (("{figure}", "--lexicon", "{folder}"), "lexicon"),
    ],
)
def test_wrong_use_ends_with_a_line_that_says_what_to_do(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    (figure,) = draw_small(tmp_path / "figures", 1)
    filled = [a.format(figure=figure, folder=tmp_path / "figures") for a in arguments]
    for workers in (1, 2):
        done = run("run", *filled, "--out", tmp_path / "library", "-j", workers)
        assert done.code == 2
        assert says in done.err
        assert "Traceback" not in done.err
