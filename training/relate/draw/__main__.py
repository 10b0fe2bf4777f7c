"""Draw pathway figures with known truth.

    python -m training.relate.draw OUT --set train --n 6000 --gpml DIR --fonts DIR [DIR ...]

Writes OUT/<number>.jpg and OUT/<number>.json. Pathways are split by title: `train` sees nine in ten, `test` and
`unseen` the rest; `unseen` draws in two styles and one font family that `train` never uses; `places`
draws pathways of `test` with named compartments and complexes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

from .damage import finish
from .figure import Figure
from .gpml import load, tidy, title_of, window
from .invent import scene
from .style import UNSEEN, choose, fonts_in

UNSEEN_FONT = "Lato"


def held_out(title: str) -> bool:
    """Keep one title in ten for testing, whatever the order of files."""
    return hashlib.sha256(title.strip().lower().encode()).digest()[0] % 10 == 0


def pool_of(files: list[Path]) -> list[str]:
    """Collect node labels, sorted."""
    found = set()
    for f in files:
        for e in load(f).iter("{*}DataNode"):
            label = tidy(e.get("TextLabel") or "")
            if 2 <= len(label) <= 18 and any(c.isalpha() for c in label):
                found.add(label)
    return sorted(found)


def draw(
    number: int, kind: str, files: list[Path], pool: list[str], fonts: list[Path], seed: int
) -> tuple[bytes, dict] | None:
    """Draw one figure from its number and seed alone."""
    rng = random.Random(f"{seed}/{kind}/{number}")
    style = choose(rng, fonts, rng.choice(UNSEEN) if kind == "unseen" else "")
    width = 700 if kind != "train" else rng.randint(450, 950)
    if kind == "train" and rng.random() < 0.4:
        plan = scene(rng, pool, width, style.text)
    else:
        plan = window(rng.choice(files), rng, width, style.text)
    if plan is None or not 120 < plan.height < 1500:
        return None
    rooms = random.Random(f"{seed}/rooms/{number}") if kind == "places" else None
    pixels, truth = Figure(plan, style, rng, rng.choice([2, 2, 3]), kind == "train", rooms).draw()
    if kind == "places" and not any("place" in n for n in truth["labels"]):
        return None
    if kind != "train" and sum(a["sign"] != "?" for a in truth["arrows"]) < 3:
        return None
    return finish(pixels, (plan.width, plan.height), rng, (55, 75) if kind != "train" else (50, 93)), truth


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out", type=Path)
    ap.add_argument("--set", choices=["train", "test", "unseen", "places"], default="train")
    ap.add_argument("--n", type=int, default=100)
    ap.add_argument("--first", type=int, default=0)
    ap.add_argument("--gpml", type=Path, required=True)
    ap.add_argument("--fonts", type=Path, nargs="+", required=True)
    ap.add_argument("--seed", type=int, default=7)
    a = ap.parse_args()
    a.out.mkdir(parents=True, exist_ok=True)
    every = sorted(a.gpml.glob("*.gpml"))
    files = [f for f in every if held_out(title_of(f)) == (a.set != "train")]
    fonts = [f for f in fonts_in(a.fonts) if f.name.startswith(UNSEEN_FONT) == (a.set == "unseen")]
    pool = pool_of(files)
    made, number = 0, a.first
    while made < a.n:
        done = draw(number, a.set, files, pool, fonts, a.seed)
        number += 1
        if done:
            (a.out / f"{number:06d}.jpg").write_bytes(done[0])
            (a.out / f"{number:06d}.json").write_text(json.dumps(done[1], ensure_ascii=False))
            made += 1


if __name__ == "__main__":
    main()
