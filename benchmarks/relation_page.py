"""Draw what figway finds in ten drawn figures, right and wrong, and write the page that shows them.

    python -m training.relate.draw DRAWN --set test --n 10 --first 3000 --gpml DIR --fonts DEJAVU LIBERATION CROSEXTRA
    python benchmarks/relation_page.py DRAWN docs

Writes docs/images/relations/<number>.webp and docs/relation_figures.md. Labels are given as known, as in
`relating.py drawn`, so that only arrows are judged. Found and right is green, found and wrong red, missed orange.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from figway.evaluate.judge import judge_relations
from figway.evaluate.score import Tally
from figway.relate.stage import Relater
from relating import gold_of, load_image, record_of, told

RIGHT, WRONG, MISSED = "#0a9d3c", "#e01b1b", "#ff8c00"
PALE, QUALITY, WIDEST = 0.55, 55, 700
HEAD = """# Ten drawn figures, and the arrows that figway found

The figures are drawn by `training.relate.draw` (`--set test --n 10 --first 3000`, seed 7) from pathways of WikiPathways
(CC0) that nothing was trained on; this page and its pictures are written by `benchmarks/relation_page.py`, which takes
the figures as they come. The labels are given, so that only arrows are judged ([how arrows are read](relations.md)).
Lines without heads are not counted.

**Green** was found and is right, **red** was found and is wrong (a wrong end, or no arrow at all), **orange** was missed.
"""


def judged(record: dict[str, Any], truth: dict[str, Any]) -> tuple[Tally, list[Any], list[Any], list[Any]]:
    """Compare what was found with the truth: counts, and the paths of right, wrong and missed arrows."""
    gold = gold_of(truth)
    found = judge_relations(record, gold)
    right = [r["path"] for r, g in found.claimed if g is not None]
    wrong = [r["path"] for r, g in found.claimed if g is None]
    lost = [(tuple(g["source"]), tuple(g["target"])) for g in found.missed]
    missed = []
    for a in truth["arrows"]:
        ends = [tuple(w.replace("\n", " ") for w in a[end]) for end in ("source", "target")]
        if tuple(ends) in lost or (a["both"] and tuple(ends[::-1]) in lost):
            missed.append(a["path"])
    tally = Tally()
    tally.add(found.hits, len(wrong), len(found.missed))
    return tally, right, wrong, missed


def picture(image: np.ndarray, paths: dict[str, list[Any]]) -> Image.Image:
    """Draw arrows over a paled figure."""
    pale = Image.fromarray((255 - (255 - image.astype(np.float32)) * PALE).astype(np.uint8))
    draw = ImageDraw.Draw(pale)
    for colour, lines in paths.items():
        for line in lines:
            points = [tuple(p) for p in line]
            draw.line(points, colour, 3, joint="curve")
            x, y = points[-1]
            draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=colour)
    pale.thumbnail((WIDEST, 2 * WIDEST))
    return pale


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("drawn", type=Path)
    ap.add_argument("docs", type=Path)
    a = ap.parse_args()
    folder = a.docs / "images" / "relations"
    folder.mkdir(parents=True, exist_ok=True)
    relater, whole = Relater(), Tally()
    rows, parts = [], []
    for path in sorted(a.drawn.glob("*.json")):
        truth = json.loads(path.read_text())
        image = load_image(path.with_suffix(".jpg"))
        record = json.loads(relater(record_of(truth, path.stem), image).to_json())
        tally, right, wrong, missed = judged(record, truth)
        whole.add(tally.tp, tally.fp, tally.fn)
        picture(image, {MISSED: missed, RIGHT: right, WRONG: wrong}).save(
            folder / f"{path.stem}.webp", quality=QUALITY, method=6
        )
        counts = f"{tally.tp} right, {tally.fp} wrong, {tally.fn} missed"
        rows.append(f"| [{path.stem}](#{path.stem}) | {truth['title']} | {truth['style']} | {counts} | {told(tally)} |")
        parts.append(
            f"## {path.stem}\n\n{truth['title']}, in the style *{truth['style']}*: {counts}; {told(tally)}.\n\n"
            f"![{truth['title']}: arrows right, wrong and missed](images/relations/{path.stem}.webp)\n"
        )
        print(rows[-1])
    table = "\n".join(["| figure | pathway | style | arrows | score |", "|---|---|---|---|---|", *rows])
    last = f"All ten: {whole.tp} right, {whole.fp} wrong, {whole.fn} missed; {told(whole)}."
    (a.docs / "relation_figures.md").write_text("\n".join([HEAD, table, "", last, "", *parts]))
    print(last)


if __name__ == "__main__":
    main()
