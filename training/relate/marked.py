"""Lay out published figures whose heads were marked by hand as drawings are, to train the network of heads on both.

    python -m training.relate.marked MARKS.json RECORDS IMAGES OUT

MARKS.json holds for each figure its heads (kind, `at` in pixels, `way`), RECORDS their records as read, IMAGES the
pictures. OUT gets each figure at the size at which figway looks at it, and a JSON file with the boxes of its text and
its heads. Such a figure's lines and tails are not known: `whole` is false, and training counts neither.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import cv2

from figway.read.image import load_image
from figway.records import FigureRecord
from figway.relate.heads import working_scale
from figway.relate.labels import line_height


def layout(record: FigureRecord, marks: list[dict[str, Any]], scale: float) -> dict[str, Any]:
    """Give what is known of one figure in the form of a drawing's truth, in pixels of the scaled figure."""
    lines = [{"box": [v * scale for v in (b.x0, b.y0, b.x1, b.y1)]} for b in (line.box for line in record.text)]
    heads = [{"kind": m["kind"], "at": [v * scale for v in m["at"]], "way": m["way"]} for m in marks]
    arrows = [{"heads": [head], "path": [], "tail": None, "width": 1} for head in heads]
    return {"whole": False, "labels": [{"lines": lines}], "notes": [], "arrows": arrows}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("marks", type=Path)
    ap.add_argument("records", type=Path)
    ap.add_argument("images", type=Path)
    ap.add_argument("out", type=Path)
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    pictures = {path.stem: path for path in a.images.iterdir()}
    for figid, marks in json.loads(a.marks.read_text("utf-8")).items():
        record = FigureRecord.load(a.records / f"{figid}.json")
        image = load_image(pictures[figid]).pixels
        scale = working_scale(image.shape[:2], [line_height(line) for line in record.text])
        size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        cv2.imwrite(str(a.out / f"{figid}.jpg"), small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 98])
        (a.out / f"{figid}.json").write_text(json.dumps(layout(record, marks, scale)), "utf-8")


if __name__ == "__main__":
    main()
