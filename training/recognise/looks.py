"""Teach the look of chemicals' names: a linear model over letter groups (figway.recognise.looks).

    python -m training.recognise.looks --articles FOLDER [--captions FOLDER] [--lexicon FOLDER]

Names of chemicals in the lexicon are held against all its other names and against runs of one to four words from
the text of articles (JATS XML) and captions (JSON of figures). Some of each have a letter misread. One name in twenty is kept
apart, by its key, and scored at the end. Writes src/figway/recognise/looks.npz; needs `pip install figway[training]`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import roc_auc_score

from figway.lexicon.load import Lexicon
from figway.recognise import looks
from figway.text import fold

MOST_NAMES, MOST_PHRASES = 240_000, 260_000
MISREAD = {
    "a": "eo", "b": "h6", "c": "eo", "d": "cl", "e": "co", "f": "t", "g": "q9", "h": "bn", "i": "l1", "l": "i1", "m": "nn",
    "n": "hu", "o": "ce0", "p": "o", "q": "g", "r": "n", "s": "5a", "t": "fl", "u": "nv", "v": "y", "w": "vv", "x": "k",
    "y": "v", "z": "2",
}  # fmt: skip
_TOKEN = re.compile(r"[\w\-+/αβγδκ']+")


def named(lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Give the names of chemicals, and the names of everything else that is never one."""
    chemicals: dict[str, str] = {}
    others: dict[str, str] = {}
    for key in lexicon.keys():  # noqa: SIM118 - a Lexicon is no dict
        for name in lexicon.lookup(key):
            entity = lexicon.entity(name.entity)
            if entity is not None and 4 <= len(name.name) <= 45:
                (chemicals if entity.kind == "chemical" else others).setdefault(key, name.name)
    return list(chemicals.values()), [name for key, name in others.items() if key not in chemicals]


def texts(articles: Path, captions: Path | None) -> Iterator[str]:
    """Give paragraphs of articles and captions of figures."""
    for path in sorted(articles.rglob("*.xml")):
        for paragraph in ET.parse(path).getroot().iter("p"):
            yield "".join(paragraph.itertext())
    for path in sorted(captions.rglob("*.json")) if captions else ():
        yield from (value for value in json.loads(path.read_text("utf-8")).values() if isinstance(value, str))


def phrases(paragraphs: Iterator[str], chemicals: set[str], rng: random.Random) -> list[str]:
    """Give runs of one to four words that hold no name of a chemical; in brackets now and then."""
    found: dict[str, None] = {}
    for paragraph in paragraphs:
        tokens = _TOKEN.findall(paragraph)
        hidden = [len(token) > 5 and fold(token) in chemicals for token in tokens]
        for size, share in ((1, 1.0), (2, 0.5), (3, 0.35), (4, 0.25)):
            for start in range(len(tokens) - size + 1):
                run = " ".join(tokens[start : start + size])
                if rng.random() < share and 4 <= len(run) <= 45 and not any(hidden[start : start + size]):
                    found.setdefault(run)
    return [run for run in found if fold(run) not in chemicals]


def misread(text: str, rng: random.Random) -> str:
    """Read one letter wrongly."""
    places = [n for n, c in enumerate(text) if c in MISREAD]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + rng.choice(MISREAD[text[at]]) + text[at + 1 :]


def changed(text: str, rng: random.Random) -> str:
    """Print a name as figures do: capitals first now and then, and now and then misread."""
    text = text[:1].upper() + text[1:] if rng.random() < 0.3 else text
    return misread(text, rng) if rng.random() < 0.15 else text


def matrix(labels: Sequence[str]) -> sparse.csr_matrix:
    """Lay out the letter groups of labels, each row over the root of its count."""
    indices: list[int] = []
    starts = [0]
    for label in labels:
        indices += looks.groups(label)
        starts.append(len(indices))
    counts = np.maximum(1, np.diff(starts))
    values = np.repeat(1 / np.sqrt(counts), np.diff(starts)).astype(np.float32)
    return sparse.csr_matrix((values, np.array(indices, np.int32), np.array(starts)), (len(labels), looks.BUCKETS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, required=True, help="folder of JATS XML files")
    parser.add_argument("--captions", type=Path, help="folder of JSON files that tell of figures")
    parser.add_argument("--lexicon", type=Path, help="a lexicon other than the one that ships")
    args = parser.parse_args()
    rng = random.Random(7)
    chemicals, others = named(Lexicon.load(args.lexicon))
    prose = phrases(texts(args.articles, args.captions), set(map(fold, chemicals)), rng)
    groups = [
        rng.sample(x, min(most, len(x)))
        for x, most in ((chemicals, MOST_NAMES), (others, MOST_NAMES), (prose, MOST_PHRASES))
    ]
    origin = np.repeat(np.arange(3), [len(group) for group in groups])
    labels = [label for group in groups for label in group]
    apart = np.array([zlib.crc32(fold(label).encode()) % 20 == 0 for label in labels])
    rows = matrix([changed(label, rng) for label in labels])
    truth = (origin == 0).astype(int)
    fitted = SGDClassifier(loss="log_loss", alpha=3e-7, max_iter=12, tol=None, average=True, random_state=0)
    fitted.fit(rows[~apart], truth[~apart])
    scale = float(np.abs(fitted.coef_).max()) / 127
    weights = np.round(fitted.coef_[0] / scale).astype(np.int8)
    bias = float(fitted.intercept_[0])
    out = Path(looks.__file__).with_name("looks.npz")
    np.savez_compressed(out, weights=weights, scale=np.float32(scale), bias=np.float32(bias))
    score = rows[apart] @ (weights * scale) + bias
    kept, true = origin[apart], truth[apart]
    print(f"learned from {(~apart).sum()} labels, {apart.sum()} kept apart: AUROC {roc_auc_score(true, score):.4f}")
    for least in (1.0, looks.LEAST_LOOK, 4.0):
        shares = (
            f"{what} {np.mean(score[kept == n] > least):.4f}"
            for n, what in enumerate(("chemicals", "other names", "text"))
        )
        print(f"above {least}: {', '.join(shares)}")
    print(f"{out.name}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
