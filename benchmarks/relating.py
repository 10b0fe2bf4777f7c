"""Measure the arrows: on drawn figures part by part, on annotated figures, on figures without arrows, and in time.

    python benchmarks/relating.py drawn FOLDER                 heads, tracing, linking, edges (drawings with truth)
    python benchmarks/relating.py places FOLDER                compartments, complexes (`--set places` drawings)
    python benchmarks/relating.py annotated RECORDS GOLD IMAGES    curve, kinds of ends, ceiling (records as read)
    python benchmarks/relating.py heads [SET]                  heads marked by hand in heads/SET.json (FIGWAY_SHARED)
    python benchmarks/relating.py negatives FOLDER [--every N]     edges a figure where there are none
    python benchmarks/relating.py time FOLDER [--every N]          relating against reading, interleaved

`--classical` (drawn, annotated) runs a detector without learning (classical_arrows.py) on the same figures.
`drawn` gives the labels as known, so that only arrows are measured; `--read` reads them from the picture instead.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from classical_arrows import detect, link
from figway.evaluate.score import Tally, relation_counts, similar
from figway.geometry import Box, polygon_of
from figway.read.image import load_image as load_picture
from figway.records import FigureRecord, Mention, TextLine
from figway.relate.heads import Maps, Mark
from figway.relate.labels import gather, line_height, unit_of
from figway.relate.link import Ends, Stroke, choose
from figway.relate.places import place_of
from figway.relate.shapes import shapes_of
from figway.relate.stage import HEAD_FLOOR, LEAST_EDGE_SCORE, Relater
from figway.relate.strokes import follow
from relation_errors import kinds_of_ends, told_kinds, why_missed

NEAR_HEAD, NEAR_TAIL, NEAR_MARK = 7.0, 12.0, 10.0
MARKED = Path(__file__).parent / "heads"
PICTURES = {"annotated": "annotated", "heldout": "unannotated"}
"""The folder of the shared figures that each set of marked heads is of."""


def load_image(path: Path) -> np.ndarray:
    """Give the pixels of a picture file."""
    return load_picture(path).pixels


def record_of(truth: dict[str, Any], figid: str) -> FigureRecord:
    """Give a record whose text and mentions are the drawing's true labels."""
    text, mentions = [], []
    for n, label in enumerate(truth["labels"]):
        ids = []
        for line in label["lines"]:
            ids.append(f"t{len(text)}")
            text.append(TextLine(id=ids[-1], text=line["text"], polygon=polygon_of(Box(*line["box"])), score=1.0))
        word = label["text"].replace("\n", " ")
        if place_of(label["text"]):
            continue
        mentions.append(
            Mention(id=f"m{n}", text_ids=tuple(ids), word=word, kind="gene", polygon=polygon_of(Box(*label["box"])))
        )
    for note in truth["notes"]:
        text.append(TextLine(id=f"t{len(text)}", text=note["text"], polygon=polygon_of(Box(*note["box"])), score=1.0))
    return FigureRecord(figid=figid, text=tuple(text), mentions=tuple(mentions))


def gold_of(truth: dict[str, Any]) -> dict[str, Any]:
    """Write a drawing's truth in the form of the gold files."""

    def flat(labels: list[str]) -> list[str]:
        return [w.replace("\n", " ") for w in labels]

    relations = []
    for a in truth["arrows"]:
        if not a["source"] or not a["target"] or a["sign"] == "?":
            continue
        relations.append({"source": flat(a["source"]), "target": flat(a["target"]), "sign": a["sign"]})
        if a["both"]:
            relations.append({"source": flat(a["target"]), "target": flat(a["source"]), "sign": a["sign"]})
    entities = [{"label": w, "type": "gene", "genes": []} for w in flat([n["text"] for n in truth["labels"]])]
    return {"entities": entities, "relations": relations}


def true_marks(truth: dict[str, Any], maps: Maps) -> tuple[list[Mark], list[tuple[float, float] | None]]:
    """Give the true heads in pixels of the maps, and for each the true other end in pixels of the figure."""
    marks, ends = [], []
    for a in truth["arrows"]:
        for n, h in enumerate(a["heads"]):
            marks.append(Mark(h["kind"], maps.to_maps(h["at"]), tuple(h["way"]), 1.0))
            ends.append(tuple(a["path"][-1 if n else 0]))
    return marks, ends


def match_heads(given: Sequence[dict[str, Any]], maps: Maps, least: float, reach: float = NEAR_HEAD) -> Counter[str]:
    """Count heads found, of the right kind, wrong and missed."""
    wanted = list(given)
    counts: Counter[str] = Counter()
    for m in (m for m in maps.heads if m.score >= least):
        x, y = maps.to_figure(m.at)
        near = [
            h
            for h in wanted
            if math.dist(h["at"], (x, y)) < reach and h["way"][0] * m.way[0] + h["way"][1] * m.way[1] > 0.5
        ]
        if near:
            best = min(near, key=lambda h: math.dist(h["at"], (x, y)))
            wanted.remove(best)
            counts["tp"] += 1
            counts["kind"] += best["kind"] == m.kind
            counts[f"as {best['kind']}"] += best["kind"] != m.kind
            counts[f"tp {best['kind']}"] += 1
        else:
            counts["fp"] += 1
    counts["fn"] += len(wanted)
    counts.update(f"fn {h['kind']}" for h in wanted)
    return counts


def classical(
    image: np.ndarray, record: FigureRecord, wanted: Sequence[dict[str, Any]], reach: float = NEAR_HEAD
) -> tuple[list[dict[str, str]], Counter[str]]:
    """Give the relations that classical image processing finds, and count its heads where the true ones are known."""
    labels, unit = gather(record.text, record.mentions), unit_of(record.text)
    found = detect(image, [t.box for t in record.text], unit)
    counts: Counter[str] = Counter()
    left = list(wanted)
    for f in found:
        near = [h for h in left if math.dist(h["at"], f.path[-1]) < reach and np.dot(h["way"], f.way) > 0.5]
        counts["tp" if near else "fp"] += 1
        if near:
            left.remove(near[0])
    counts["fn"] = len(left)
    return link(found, labels, unit), counts


def told(tally: Tally) -> str:
    """Give precision, recall and F1 of a tally as text."""
    r = tally.result()
    return " ".join(
        f"{short} {r[name] or 0.0:.3f}" for short, name in (("P", "precision"), ("R", "recall"), ("F1", "f1"))
    )


def true_strokes(truth: dict[str, Any]) -> tuple[list[Stroke], list[dict[str, Any]]]:
    """Give the true lines as if traced, and the arrow of each."""
    strokes, arrows = [], []
    for a in truth["arrows"]:
        if len(a["heads"]) == 1 and a["source"] and a["target"]:
            h = a["heads"][0]
            path = tuple(tuple(p) for p in a["path"])
            tail = tuple(a["tail"][2:]) if a["tail"] else (0.0, 0.0)
            strokes.append(Stroke(path, tail, tuple(h["way"]), h["kind"], 1.0, 1.0, True, len(strokes)))
            arrows.append(a)
    return strokes, arrows


def drawn(args: argparse.Namespace) -> None:
    relater = Relater(min_edge_score=args.min_edge_score)
    reader = None
    if args.read:
        from figway.read.stage import Reader

        reader = Reader()
    edges, heads, traced, linked = Tally(), Counter(), Counter(), Counter()
    peer, peer_heads = Tally(), Counter[str]()
    signs = [0, 0]
    for path in sorted(args.folder.glob("*.json"))[: args.figures]:
        truth = json.loads(path.read_text())
        image = load_image(path.with_suffix(".jpg"))
        record = record_of(truth, path.stem)
        if reader:
            record = reader(FigureRecord(figid=path.stem), image)
        out = json.loads(relater(record, image).to_json())
        tp, fp, fn, by_sign, errors = relation_counts(out, gold_of(truth))
        if args.errors:
            print(path.stem, truth["style"], tp, errors)
        edges.add(tp, fp, fn)
        for n, right in by_sign.values():
            signs[0] += n
            signs[1] += right
        maps = relater.finder(
            image, [t.polygon for t in record.text], [line_height(t) for t in record.text], HEAD_FLOOR
        )
        heads.update(match_heads([h for a in truth["arrows"] for h in a["heads"]], maps, 0.4))
        if args.classical:
            edges_of_peer, counts = classical(image, record, [h for a in truth["arrows"] for h in a["heads"]])
            peer.add(*relation_counts({"relations": edges_of_peer, "genes": []}, gold_of(truth))[:3])
            peer_heads.update(counts)
        marks, ends = true_marks(truth, maps)
        given = replace(maps, heads=tuple(marks))
        for ways, end in zip(follow(given, relater.weigher), ends, strict=True):
            traced["heads"] += 1
            traced["right"] += bool(ways) and math.dist(maps.to_figure(ways[0].path[0]), end) < NEAR_TAIL
        strokes, arrows = true_strokes(truth)
        labels = gather(record.text, record.mentions)
        unit = unit_of(record.text)
        given_lines = Ends(labels, shapes_of(image, labels, unit), unit)
        for k in choose(relater.weighed(strokes, given_lines), strokes, 0.0):
            a = arrows[k.stroke]
            linked["right"] += all(
                any(
                    similar(labels[i].word, w.replace("\n", " ")) or labels[i].word == w.replace("\n", " ")
                    for w in a[end]
                )
                for i, end in ((k.source, "source"), (k.target, "target"))
            )
        linked["lines"] += len(arrows)
    r = edges.result()
    print(
        f"edges    P {r['precision']:.3f} R {r['recall']:.3f} F1 {r['f1']:.3f}  sign {signs[1] / max(1, signs[0]):.3f}"
    )
    p, q = heads["tp"] / max(1, heads["tp"] + heads["fp"]), heads["tp"] / max(1, heads["tp"] + heads["fn"])
    print(f"heads    P {p:.3f} R {q:.3f}  kind right {heads['kind'] / max(1, heads['tp']):.3f}  (at score 0.4)")
    for kind in ("pointed", "bar", "circle"):
        n = heads[f"tp {kind}"] + heads[f"fn {kind}"]
        print(f"  {kind:8} R {heads[f'tp {kind}'] / max(1, n):.3f} of {n}")
    print(f"tracing  ends right {traced['right'] / max(1, traced['heads']):.3f} of {traced['heads']} true heads")
    print(f"linking  both ends right {linked['right'] / max(1, linked['lines']):.3f} of {linked['lines']} true lines")

    if args.classical:
        n = peer_heads
        print(f"classical edges {told(peer)}")
        print(
            f"classical heads P {n['tp'] / max(1, n['tp'] + n['fp']):.3f} R {n['tp'] / max(1, n['tp'] + n['fn']):.3f}"
        )


def places(args: argparse.Namespace) -> None:
    relater, counts = Relater(), Counter[str]()
    for path in sorted(args.folder.glob("*.json")):
        truth = json.loads(path.read_text())
        image = load_image(path.with_suffix(".jpg"))
        record = relater(record_of(truth, path.stem), image)
        found = {m.id: m for m in record.mentions}
        pairs: list[set[tuple[int, int]]] = [set(), set()]
        for n, label in enumerate(truth["labels"]):
            if place_of(label["text"]):
                counts["named"] += 1
                continue
            wanted, given = place_of(label.get("place", "")), found[f"m{n}"].compartment
            counts["in"] += bool(wanted)
            counts["said"] += bool(given)
            counts["right"] += bool(given) and given == wanted
            if args.errors and given != wanted:
                print(path.stem, label["text"], f"{given or '-'} should be {wanted or '-'}")
            for k, other in enumerate(truth["labels"][:n]):
                if label.get("complex") and label.get("complex") == other.get("complex"):
                    pairs[0].add((k, n))
                counts["listed"] += bool(label.get("listed")) and label.get("listed") == other.get("listed")
                own = found[f"m{n}"].complex
                if own and f"m{k}" in found and found[f"m{k}"].complex == own:
                    pairs[1].add((k, n))
        counts.update(pairs=len(pairs[0]), joined=len(pairs[1]), both=len(pairs[0] & pairs[1]))
    p, r = counts["right"] / max(1, counts["said"]), counts["right"] / max(1, counts["in"])
    print(f"compartments  P {p:.3f} R {r:.3f}  of {counts['in']} labels in {counts['named']} named places")
    p, r = counts["both"] / max(1, counts["joined"]), counts["both"] / max(1, counts["pairs"])
    print(f"complexes     P {p:.3f} R {r:.3f}  of {counts['pairs']} pairs of shapes that touch")
    print(f"lists         {counts['listed']} more pairs stand in lists of boxes; joined as a complex counts as wrong")


def heads(args: argparse.Namespace) -> None:
    from figway.read.stage import Reader

    reader, finder = Reader(), Relater().finder
    pictures = Path(os.environ.get("FIGWAY_SHARED", "../shared")) / "figures" / PICTURES[args.set] / "images"
    total, peer = Counter[str](), Counter[str]()
    for figid, wanted in json.loads((MARKED / f"{args.set}.json").read_text()).items():
        image = load_image(next(p for p in pictures.iterdir() if p.stem == figid))
        record = reader(FigureRecord(figid=figid), image)
        maps = finder(image, [t.polygon for t in record.text], [line_height(t) for t in record.text], HEAD_FLOOR)
        counts = match_heads(wanted, maps, args.least, NEAR_MARK)
        total.update(counts)
        print(f"{figid[:40]:40} {counts['tp']:3} of {len(wanted):3} found, {counts['fp']:3} wrong")
        if args.classical:
            peer.update(classical(image, record, wanted, NEAR_MARK)[1])
    for name, n in (("figway", total), ("classical", peer)) if args.classical else (("figway", total),):
        p, r = n["tp"] / max(1, n["tp"] + n["fp"]), n["tp"] / max(1, n["tp"] + n["fn"])
        print(f"{name:10} P {p:.3f} R {r:.3f} of {n['tp'] + n['fn']} heads")
    for kind in ("pointed", "bar"):
        n = total[f"tp {kind}"] + total[f"fn {kind}"]
        print(f"  {kind:8} R {total[f'tp {kind}'] / max(1, n):.3f} of {n}; {total[f'as {kind}']} found as another kind")


def annotated(args: argparse.Namespace) -> None:
    relater = Relater(min_edge_score=0.01)
    found, ceiling, peer, why = {}, [0, 0], Tally(), Counter[str]()
    for path in sorted(args.gold.glob("*.json")):
        gold = json.loads(path.read_text())
        if not gold.get("relations_complete", True) or "relations" not in gold:
            continue
        image = load_image(next(p for p in args.images.iterdir() if p.stem == path.stem))
        record = relater.reset(FigureRecord.load(args.records / path.name))
        found[path.stem] = (json.loads(relater(record, image).to_json()), gold)
        if args.errors:
            strokes, links, ends = relater.proposed(record, image)
            why.update(why_missed(strokes, links, ends.labels, found[path.stem][0], gold, args.kinds_at))
        if args.classical:
            relations = classical(image, record, ())[0]
            genes = found[path.stem][0]["genes"]
            peer.add(*relation_counts({"relations": relations, "genes": genes}, gold)[:3])
        words = [n.word for n in gather(record.text, record.mentions)]
        for r in gold["relations"]:
            ceiling[1] += 1
            ceiling[0] += all(
                any(similar(w, x) or w == x for w in words for x in r[end]) for end in ("source", "target")
            )
    print(
        f"ceiling  {ceiling[0]} of {ceiling[1]} gold arrows have both labels among the labels ({ceiling[0] / ceiling[1]:.3f})"
    )
    if args.classical:
        print(f"classical {told(peer)}")
    print("score      P      R     F1   sign  inhibition")
    for least in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        tally, signs, by_kind = Tally(), Counter(), Counter[str]()
        for record, gold in found.values():
            kept = record | {"relations": [r for r in record["relations"] if r["score"] >= least]}
            tp, fp, fn, by_sign, _ = relation_counts(kept, gold)
            tally.add(tp, fp, fn)
            for sign, (n, right) in by_sign.items():
                signs.update({f"{sign}n": n, f"{sign}r": right})
            by_kind.update(kinds_of_ends(kept, gold))
        t = tally.result()
        accuracy = (signs["+r"] + signs["-r"]) / max(1, signs["+n"] + signs["-n"])
        print(
            f"{least:.2f}   {t['precision']:.3f}  {t['recall']:.3f}  {t['f1']:.3f}  {accuracy:.3f}  {signs['-r'] / max(1, signs['-n']):.3f}"
        )
        if math.isclose(least, args.kinds_at):
            print("\n".join(told_kinds(by_kind)))
    for name, count in why.most_common():
        print(f"{count:5} {name}")


def _pictures(folder: Path, every: int) -> list[Path]:
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png", ".gif"))
    return files[::every]


def negatives(args: argparse.Namespace) -> None:
    from figway.read.stage import Reader

    reader, relater = Reader(), Relater(min_edge_score=args.min_edge_score)
    by_folder: dict[str, list[int]] = {}
    for path in _pictures(args.folder, args.every):
        image = load_image(path)
        record = relater(reader(FigureRecord(figid=path.stem), image), image)
        by_folder.setdefault(path.parent.name, []).append(len(record.relations))
    for name, counts in sorted(by_folder.items()):
        print(f"{name:24} {np.mean(counts):.2f} edges a figure ({len(counts)} figures)")
    every = [n for counts in by_folder.values() for n in counts]
    print(f"{'all':24} {np.mean(every):.2f} edges a figure ({len(every)} figures)")


def measure_time(args: argparse.Namespace) -> None:
    from figway.read.stage import Reader

    reader, relater = Reader(), Relater()
    spent = Counter()
    files = _pictures(args.folder, args.every)
    for path in files:
        image = load_image(path)
        began = time.process_time()
        record = reader(FigureRecord(figid=path.stem), image)
        middle = time.process_time()
        relater(record, image)
        spent.update({"read": middle - began, "relate": time.process_time() - middle})
    for name, seconds in spent.items():
        print(f"{name:8} {seconds / len(files):.2f} s of processor a figure ({len(files)} figures)")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(required=True)
    p = sub.add_parser("drawn")
    p.add_argument("folder", type=Path)
    p.add_argument("--read", action="store_true")
    p.add_argument("--figures", type=int, help="take so many only")
    p.add_argument("--classical", action="store_true", help="run the classical detector on the same figures")
    p.add_argument("--errors", action="store_true")
    p.set_defaults(run=drawn)
    p = sub.add_parser("heads")
    p.add_argument("set", nargs="?", choices=sorted(PICTURES), default="annotated", help="which figures")
    p.add_argument("--least", type=float, default=0.4)
    p.add_argument("--classical", action="store_true", help="run the classical detector on the same figures")
    p.set_defaults(run=heads)
    p = sub.add_parser("places")
    p.add_argument("folder", type=Path)
    p.add_argument("--errors", action="store_true")
    p.set_defaults(run=places)
    p = sub.add_parser("annotated")
    for name in ("records", "gold", "images"):
        p.add_argument(name, type=Path)
    p.add_argument("--errors", action="store_true", help="say why arrows were missed")
    p.add_argument("--kinds-at", type=float, default=LEAST_EDGE_SCORE)
    p.add_argument("--classical", action="store_true", help="run the classical detector on the same figures")
    p.set_defaults(run=annotated)
    for name, run in (("negatives", negatives), ("time", measure_time)):
        p = sub.add_parser(name)
        p.add_argument("folder", type=Path)
        p.add_argument("--every", type=int, default=1)
        p.set_defaults(run=run)
    for p in sub.choices.values():
        p.add_argument("--min-edge-score", type=float, default=LEAST_EDGE_SCORE)
    args = ap.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
