"""List the labelled figures and captions, with the groups that folds must not part."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from figway.classify.duplicates import find_duplicates, picture_hash
from figway.classify.model import MODELS, Backbone
from figway.classify.thumbnail import thumbnail

Features = NDArray[np.float32]
PATHWAY = ("annotated", "unannotated")
OTHER = ("blots", "cs_figures", "pmc_mixed", "structures_trees_plots", "taxonomy")
DRAWN = 120
"""Drawn pathways that are learnt besides the published ones; they are never judged."""
ALIKE = 0.97
"""Cosine of two pictures' features from which on they count as near-identical, besides their hashes."""
DRAWN_PATHWAYS = frozenset(
    [
        "PMC7403590 Figure 16",
        "PMC7781540 Figure 1.",
        "PMC7805211 Fig. 6",
        "PMC7814045 Fig. 3",
        "PMC7878758 Figure 3",
        "PMC7943011 Fig 3",
        "PMC2885101 Figure 2.",
        "PMC2966327 Figure 4",
        "PMC2966327 Figure 5",
        "PMC3794211 Figure 1",
        "PMC3794211 Figure 2",
        "PMC5101203 Figure 1",
        "PMC5469779 Figure 7",
        "PMC5499945 Figure 1—figure supplement 1.",
        "PMC5499945 Figure 2—figure supplement 1.",
        "PMC5499945 Figure 4—figure supplement 1.",
        "PMC5522055 Figure 3",
        "PMC5836032 Figure 2",
        "PMC5836032 Figure 3",
        "PMC5836032 Figure 4",
        "PMC5869511 Figure 1",
        "PMC6277997 Fig. 6",
        "PMC6295076 Fig. 7",
        "PMC6743306 Figure 6",
        "PMC5473982 Figure 1",
    ]
)
"""Figures of the 37 articles that show a pathway, or may, told from their captions by a person; all others do not."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Hold what is needed of all figures or captions: y is 1 for a pathway."""

    names: tuple[str, ...]
    sources: NDArray[np.str_]
    y: NDArray[np.int64]
    groups: NDArray[np.int64]


def figures(shared: Path) -> list[tuple[Path, str, int]]:
    """List the pictures with their source and label."""
    root = shared / "figures"
    folders = [(root / name / "images", name, 1) for name in PATHWAY]
    folders += [(root / "not_pathway" / name, name, 0) for name in OTHER]
    return [(path, name, label) for folder, name, label in folders for path in sorted(folder.iterdir())]


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what both networks see in pictures and their mirror images: (2, pictures, features) each."""

    one: Features
    two: Features

    def at(self, places: NDArray[np.int64]) -> Seen:
        """Give what is seen in some of the pictures."""
        return Seen(self.one[:, places], self.two[:, places])


def describe(shared: Path, drawn: Path | None, cache: Path | None = None) -> tuple[Labelled, Seen, Seen]:
    """Give the figures, what the networks see in them, and in DRAWN pathways of the folder `drawn` (none without it).

    It is kept in `cache` while networks and pictures stay the same.
    """
    listed, networks = figures(shared), (Backbone(), Backbone(MODELS / "second.onnx"))
    paths = [path for path, _, _ in listed]
    extra = sorted(drawn.glob("*.jpg"))[:DRAWN] if drawn else []
    made_of = " ".join([*(network.sha256 for network in networks), *(path.name for path in (*paths, *extra))])
    if cache and cache.exists():
        with np.load(cache) as kept:
            if str(kept["made_of"]) == made_of:
                real, other = Seen(kept["one"], kept["two"]), Seen(kept["drawn_one"], kept["drawn_two"])
                return _labelled(listed, real.one, list(kept["hashes"])), real, other
    (real, hashes), (other, _) = _look(paths, networks), _look(extra, networks)
    if cache:
        np.savez(
            cache, one=real.one, two=real.two, drawn_one=other.one, drawn_two=other.two,
            hashes=np.array(hashes), made_of=made_of,
        )  # fmt: skip
    return _labelled(listed, real.one, hashes), real, other


def _look(paths: list[Path], networks: tuple[Backbone, Backbone]) -> tuple[Seen, list[str]]:
    from figway.read.image import load_image

    rows: tuple[list[Features], list[Features]] = ([], [])
    hashes = []
    for path in paths:
        pixels = load_image(path).pixels
        small = thumbnail(pixels), thumbnail(np.ascontiguousarray(pixels[:, ::-1]))
        for network, found in zip(networks, rows, strict=True):
            found.append(np.array([network(each) for each in small]))
        hashes.append(picture_hash(pixels))
    if not paths:
        return Seen(np.empty((2, 0, 1), np.float32), np.empty((2, 0, 1), np.float32)), hashes
    return Seen(*(np.array(found).transpose(1, 0, 2) for found in rows)), hashes


def _labelled(listed: list[tuple[Path, str, int]], features: Features, hashes: list[str]) -> Labelled:
    names = [path.name for path, _, _ in listed]
    parent = list(range(len(names)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    first: dict[str, int] = {}
    for i, name in enumerate(names):
        paper = name.split("__")[0]
        parent[root(i)] = root(first.setdefault(paper, i))
    for a, b, _ in find_duplicates({str(i): value for i, value in enumerate(hashes)}):
        parent[root(int(a))] = root(int(b))
    scene = features[0, :, -2560:-1280]  # the mean of the last layer
    scene = scene / np.linalg.norm(scene, axis=1, keepdims=True)
    for a, b in zip(*np.where(np.triu(scene @ scene.T, 1) > ALIKE), strict=True):
        parent[root(int(a))] = root(int(b))
    groups = np.array([root(i) for i in range(len(names))])
    return Labelled(tuple(names), np.array([s for _, s, _ in listed]), np.array([y for _, _, y in listed]), groups)


def captions(shared: Path) -> tuple[list[str], NDArray[np.int64], NDArray[np.str_]]:
    """Give captions, whether each is that of a pathway figure, and its paper."""
    rows: list[tuple[str, int, str]] = []
    for name in PATHWAY:
        for path in sorted((shared / "figures" / name / "metadata").glob("*.json")):
            known = json.loads(path.read_text("utf-8"))
            if known.get("caption"):
                rows.append((known["caption"], 1, path.name.split("__")[0]))
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    for path in sorted((shared / "articles").rglob("*.xml")):
        for figure in etree.parse(str(path), parser).iter("{*}fig"):
            label = str(figure.xpath('string(*[local-name()="label"])')).strip()
            parts = figure.xpath('*[local-name()="caption"]')
            text = " ".join(" ".join(parts[0].itertext()).split()) if parts else ""
            if text:
                rows.append((text, int(f"{path.stem} {label}" in DRAWN_PATHWAYS), path.stem))
    return [r[0] for r in rows], np.array([r[1] for r in rows]), np.array([r[2] for r in rows])
