"""Keep what the present reader finds in real figures, one JSON file a figure, for the detector to learn from.

python -m training.reading.detect.boxes OUT FOLDER ...
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from figway.errors import ImageError
from figway.read.detect import find_text
from figway.read.image import load_image
from figway.read.rapid import RapidEngine


def main() -> None:
    out, *folders = (Path(a) for a in sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    engine = RapidEngine()
    for path in sorted(p for f in folders for p in f.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png")):
        goal = out / f"{path.stem}.json"
        if goal.exists():
            continue
        try:
            pixels = load_image(path).pixels
        except ImageError as error:
            print(error, file=sys.stderr)
            continue
        boxes = find_text(engine._detector, pixels)
        lines = engine._look_again(pixels, boxes, engine.recognise(engine._quick, pixels, boxes))
        found = [
            (b.corners.round(1).tolist(), round(b.score, 3), line.text, round(line.score, 3))
            for b, line in zip(boxes, lines, strict=True)
        ]
        goal.write_text(json.dumps({"image": path.name, "boxes": found}, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
