"""Check that wrongly decoded text is repaired and that whole text is never touched."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figway.acquire.repair import repair

WHOLE = [
    "NF-κB, IL-1β and TNF-α – a review",
    "Müller, Bütepage and Sørensen's œuvre",
    "√2, √π, 5 ≤ x ≤ 7, ± 3 µM, 37 °C, ¬A, ∫f∂x",
    "„Äußerungen“ and ‚Ärger‘",
    "Œdème, cœur, fœtus, CŒUR",
    "АКТ, 信号通路, Ångström, IFNγ → STAT1 ⊣ SOCS",
    "SÃO PAULO, Ânion, naïve, façade",
]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("IŒ∫B degradation", "IκB degradation"),
        ("pneumonia ‚Äì molecular mechanisms", "pneumonia – molecular mechanisms"),
        ("Carbohydrate‚Äêmediated folding", "Carbohydrate‐mediated folding"),
        ("The ‚Üí indicates and ‚î§indicates", "The → indicates and ┤indicates"),
        ("‚àílog p‚Äâ=‚Äâ5.57", "−log p\u2009=\u20095.57"),
        ("5√ó105 cells", "5×105 cells"),
        ("IL-1Î² â€“ a cytokine", "IL-1β – a cytokine"),
    ],
)
def test_wrong_decoding_is_undone(damaged: str, whole: str) -> None:
    assert repair(damaged) == whole


@pytest.mark.parametrize(
    ("mixed", "whole"),
    [
        ("Müller cells and NF-Œ∫B", "Müller cells and NF-κB"),
        ("TNF‚Äìα and β", "TNF–α and β"),
        ("Ca2+ – NF-Œ∫B; α", "Ca2+ – NF-κB; α"),
        ("Café and Caf√© naïve", "Café and Café naïve"),
    ],
)
def test_damaged_runs_among_whole_ones_are_found(mixed: str, whole: str) -> None:
    assert repair(mixed) == whole


@given(st.text(alphabet="abc XYZ12-(),.αβγδκλμπσωΔ–—’“”→±°éüöäßøñ", min_size=1))
def test_text_of_a_caption_survives_mac_roman(text: str) -> None:
    damaged = "NF-κB – " + text
    assert repair(damaged.encode().decode("mac_roman")) == damaged
    assert repair(damaged) == damaged


@pytest.mark.shared
def test_no_paragraph_of_real_articles_is_harmed(shared: Path) -> None:
    paragraphs = []
    for path in sorted((shared / "articles").rglob("*.xml")):
        for found in re.findall(r"<p\b[^>]*>(.*?)</p>", path.read_text("utf-8"), re.DOTALL):
            text = html.unescape(re.sub(r"<[^>]+>", "", found))
            if not text.isascii():
                paragraphs.append(text)
    assert len(paragraphs) > 500
    assert [text for text in paragraphs if repair(text) != text] == []
