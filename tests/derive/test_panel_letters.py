"""Check which letter each panel is given, on drawn figures whose letters are known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from figway.derive.panel_letters import lettered, panel_letters
from figway.records import Figure, FigureImage, FigureRecord, Panel, TextLine

SIDE = 300.0


def figure(
    columns: int, rows: int, written: str, texts: list[tuple[str, float, float]], first: str = "A"
) -> FigureRecord:
    """Draw a grid of panels with their letters at the upper left corner, and other lines of text."""
    corners = [(c * (SIDE + 40), r * (SIDE + 40)) for r in range(rows) for c in range(columns)]
    letters = [(written.format(chr(ord(first) + n)), x - 12, y + 5) for n, (x, y) in enumerate(corners)]
    lines = [
        TextLine(id=f"t{n}", text=text, polygon=((x, y), (x + 15, y), (x + 15, y + 15), (x, y + 15)))
        for n, (text, x, y) in enumerate([*texts, *letters])
    ]
    panels = tuple(Panel(box=(x, y, x + SIDE, y + SIDE)) for x, y in corners)
    size = FigureImage(width=round(columns * (SIDE + 40)), height=round(rows * (SIDE + 40)))
    return FigureRecord(figid="f", figure=Figure(image=size), panels=panels, text=tuple(lines))


@given(st.integers(1, 4), st.integers(1, 3), st.sampled_from(["{}", "({})", "{})", "[{}]", "{}."]), st.booleans())
def test_each_panel_has_its_letter(columns: int, rows: int, written: str, small: bool) -> None:
    record = figure(columns, rows, written, [("P", 150, 150), ("AKT", 0, 0), ("p", 200, 100)], "a" if small else "A")
    expected = "".join(chr(ord("a" if small else "A") + n) for n in range(columns * rows))
    assert "".join(panel_letters(record)) == expected


def test_a_panel_without_a_letter_has_none() -> None:
    record = figure(2, 1, "{}", [])
    record = record.evolve(text=tuple(line for line in record.text if line.text != "B"))
    assert panel_letters(record) == ("A", "")
    assert panel_letters(record.evolve(text=())) == ("", "")
    assert panel_letters(record.evolve(panels=())) == ()


def test_letters_are_kept_in_the_record_and_follow_its_lines() -> None:
    record = lettered(figure(2, 1, "({})", []))
    assert [panel.letter for panel in record.panels] == ["A", "B"]
    assert lettered(record) is record
    assert [panel.letter for panel in lettered(record.evolve(text=())).panels] == ["", ""]


def test_capitals_and_small_letters_are_not_mixed() -> None:
    record = figure(3, 1, "{}", [("a", 345, 0), ("i", 2, 2), ("p", 340, 2)])
    assert panel_letters(record) == ("A", "B", "C")
