"""Check overlays: as XML read by a parser, as pictures by their pixels."""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from figway.examples import paths
from figway.geometry import Box, box_of, overlap, polygon_of
from figway.overlay import overlay_png, overlay_svg
from figway.overlay.layout import COLOURS, SIGN_COLOURS, lay_out, text_width
from figway.records import Figure, FigureImage, FigureRecord, GeneRow, Mention, Relation, TextLine

SVG = "{http://www.w3.org/2000/svg}"
Drawn = Callable[[str], FigureRecord]
STEMS = [p.stem for p in paths()]
HOSTILE = "</title><script>alert('x')</script> & \"q\" \x00\x0b\ud800 ]]> κ"


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.encode("utf-8"))


def group(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    found = root.find(f"{SVG}g[@class='{name}']")
    return [] if found is None else list(found)


def titles(items: list[ElementTree.Element]) -> list[str]:
    return [item.findtext(f"{SVG}title") or "" for item in items]


def two_boxes(words: tuple[str, str] = ("MDM2", "TP53"), **relation: object) -> FigureRecord:
    boxes = Box(20, 20, 80, 40), Box(20, 120, 80, 140)
    mentions = tuple(
        Mention(id=f"m{i}", word=w, symbol=("MDM2", "TP53")[i], kind="gene", polygon=polygon_of(b))
        for i, (w, b) in enumerate(zip(words, boxes, strict=True))
    )
    link = Relation(source="MDM2", target="TP53", source_ids=("m0",), target_ids=("m1",), **relation)  # type: ignore[arg-type]
    figure = Figure(image=FigureImage(width=200, height=160))
    return FigureRecord(figid="two", figure=figure, mentions=mentions, relations=(link,))


@pytest.mark.parametrize("stem", STEMS)
def test_everything_recognised_is_outlined_once(stem: str, drawn: Drawn) -> None:
    record = drawn(stem)
    root = parse(overlay_svg(record, f"../images/{stem}.png"))
    outlines = group(root, "outlines")
    used = {i for m in record.mentions for i in m.text_ids}
    kinds = [o.get("class") for o in outlines]
    for kind in {m.kind for m in record.mentions}:
        assert kinds.count(kind) == sum(m.kind == kind for m in record.mentions)
    assert kinds.count("text") == sum(t.id not in used for t in record.text)
    assert len(group(root, "arrows")) == len(record.relations)
    assert root.findtext(f"{SVG}title") == record.figure.figtitle


@pytest.mark.parametrize("stem", STEMS)
def test_names_stand_clear_of_the_labels(stem: str, drawn: Drawn) -> None:
    record = drawn(stem)
    renamed = (m.model_copy(update={"symbol": f"{m.word[:8]}_x"}) for m in record.mentions)
    drawing = lay_out(record.evolve(mentions=tuple(renamed), genes=()))
    taken = [box_of(o.polygon) for o in drawing.outlines]
    page = Box(0, 0, drawing.width, drawing.height)
    covering = 0
    for name in drawing.names:
        x, y = name.at
        box = Box(x, y - drawing.font * 0.8, x + text_width(name.text, drawing.font), y + drawing.font * 0.2)
        covering += any(overlap(box, t) > 0.05 * box.area for t in taken)
        assert overlap(box, page) > 0.9 * box.area
    assert len(drawing.names) > 20
    assert covering <= 0.03 * len(drawing.names)


def test_a_name_stands_above_its_box_and_below_where_an_arrow_ends_there() -> None:
    drawing = lay_out(two_boxes(("HDM2", "p53"), sign="+"))
    free, pointed_at = drawing.names
    assert 20 - 1.2 * drawing.font < free.at[1] < 20
    assert 140 < pointed_at.at[1] < 140 + 2 * drawing.font
    for name in drawing.names:
        assert name.at[0] + text_width(name.text, drawing.font) / 2 == pytest.approx(50, abs=0.2)


def test_only_a_name_that_differs_from_the_print_is_written() -> None:
    drawing = lay_out(two_boxes(("Mdm-2", "p53"), sign="+"))
    assert [name.text for name in drawing.names] == ["TP53"]


def test_the_current_symbol_is_written_where_an_alias_was_matched() -> None:
    record = two_boxes(sign="+")
    row = GeneRow(word="TP53", symbol="TP53", source="hgnc_alias_symbol", hgnc_symbol="NEW1", mention="m1")
    drawing = lay_out(record.evolve(genes=(row,)))
    assert [name.text for name in drawing.names] == ["NEW1"]
    assert drawing.outlines[1].notes[0] == "NEW1 (gene)"


def test_hover_tells_symbol_identifiers_score_and_transforms() -> None:
    mention = Mention(
        id="m0", word="АКТ", symbol="AKT", kind="family", identifiers=("fplx:AKT",), score=0.875,
        polygon=polygon_of(Box(1, 1, 30, 9)), transforms=("look-alike letters",),
    )  # fmt: skip
    record = FigureRecord(figid="x", mentions=(mention,))
    (title,) = titles(group(parse(overlay_svg(record, "x.png")), "outlines"))
    for part in ("AKT (family)", "printed: АКТ", "fplx:AKT", "look-alike letters", "0.88"):
        assert part in title


def test_hostile_text_stays_text() -> None:
    box = polygon_of(Box(1, 1, 30, 9))
    record = FigureRecord(
        figid="x",
        figure=Figure(figtitle=HOSTILE),
        text=(TextLine(id="t", text=HOSTILE, polygon=polygon_of(Box(1, 40, 30, 49))),),
        mentions=(Mention(id="m", word=HOSTILE, symbol=HOSTILE[:20], kind="gene", polygon=box),),
    )
    root = parse(overlay_svg(record, "a&b\"<'.png"))
    assert root.find(f".//{SVG}script") is None
    assert "<script>alert('x')</script> & \"q\"" in titles(group(root, "outlines"))[0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.tuples(*[st.floats(-50, 5e4)] * 4)), max_size=8))
def test_any_record_gives_well_formed_xml(labels: list[tuple[str, tuple[float, float, float, float]]]) -> None:
    mentions = tuple(
        Mention(id=f"m{i}", word=w, symbol=w[::-1], kind="gene", polygon=polygon_of(Box(*b)))
        for i, (w, b) in enumerate(labels)
    )
    root = parse(overlay_svg(FigureRecord(figid="x", mentions=mentions), "x.png"))
    assert len(group(root, "outlines")) == len(labels)


def test_picture_is_linked_or_embedded() -> None:
    record = FigureRecord(figid="x", figure=Figure(image=FigureImage(width=10, height=10)))
    href = parse(overlay_svg(record, "../images/a b#1%.jpg")).find(f"{SVG}image").get("href")
    assert href == "../images/a%20b%231%25.jpg"
    data = paths()[0].read_bytes()
    embedded = parse(overlay_svg(record, data)).find(f"{SVG}image").get("href")
    assert embedded is not None
    head, _, body = embedded.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == data


def test_a_picture_that_browsers_do_not_show_is_refused() -> None:
    buffer = io.BytesIO()
    Image.new("L", (4, 4)).save(buffer, "TIFF")
    with pytest.raises(ValueError, match="PNG"):
        overlay_svg(FigureRecord(figid="x"), buffer.getvalue())


@pytest.mark.parametrize(
    ("sign", "head", "corners"), [("+", "pointed", 3), ("-", "bar", 2), ("?", "none", 0), ("-", "", 2)]
)
def test_relation_is_drawn_in_the_colour_and_form_of_its_sign(sign: str, head: str, corners: int) -> None:
    record = two_boxes(sign=sign, head=head, path=((50, 42), (50, 118)))
    (arrow,) = lay_out(record).arrows
    assert (arrow.colour, len(arrow.head)) == (SIGN_COLOURS[sign], corners)
    (item,) = group(parse(overlay_svg(record, "x.png")), "arrows")
    assert "MDM2" in titles([item])[0]
    assert SIGN_COLOURS[sign] in {e.get("stroke") for e in item}


def test_relation_without_a_line_joins_its_boxes() -> None:
    (arrow,) = lay_out(two_boxes(sign="-")).arrows
    assert arrow.path == ((50, 40), (50, 120))


def test_overlay_does_not_depend_on_the_hash_seed(drawn: Drawn) -> None:
    record = drawn("glycolysis_tca").to_json()
    code = (
        "import sys; from figway.overlay import overlay_svg; from figway.records import FigureRecord;"
        "sys.stdout.write(overlay_svg(FigureRecord.from_json(sys.stdin.read()), 'x.png'))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], input=record.encode(), env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1


@pytest.mark.parametrize("size", [(160, 120), (1200, 900), (12000, 9000)])
def test_names_are_legible_at_any_size(size: tuple[int, int]) -> None:
    width, height = size
    text = TextLine(id="t", text="x", polygon=polygon_of(Box(5, 5, 5 + height / 20, 5 + height / 50)))
    record = FigureRecord(figid="x", figure=Figure(image=FigureImage(width=width, height=height)), text=(text,))
    font = lay_out(record).font
    assert font >= 6
    assert height / 130 <= font <= height / 15


def test_png_shows_the_boxes_in_their_colours() -> None:
    page = overlay_png(two_boxes(sign="+"), Image.new("RGB", (200, 160), "#ffffff"))
    with Image.open(io.BytesIO(page)) as picture:
        assert picture.width >= 800
        colours = {c for _, c in picture.convert("RGB").getcolors(1 << 24) or []}
    for colour in (COLOURS["gene"], SIGN_COLOURS["+"]):
        wanted = tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert wanted in colours


@pytest.mark.parametrize("path", paths()[:2], ids=lambda p: p.stem)
def test_png_is_the_same_each_time(path: Path, drawn: Drawn) -> None:
    record = drawn(path.stem)
    with Image.open(path) as picture:
        assert overlay_png(record, picture) == overlay_png(record, picture)


def test_kinds_and_signs_have_colours_of_their_own() -> None:
    assert len(set(COLOURS.values()) | set(SIGN_COLOURS.values())) == len(COLOURS) + len(SIGN_COLOURS)
