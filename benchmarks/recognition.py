"""Measure what each part of reading and recognising is worth, beside other systems, on the annotated figures.

    python benchmarks/score.py --library LIBRARIES
    python benchmarks/recognition.py --library LIBRARIES [--reading] [--time LIBRARY] [--cross-validate]

Prints a Markdown table of each annotated set: the full system, then each part switched off in turn, then peers:
PFOCR's published gene lists, and Gilda (`pip install figway[benchmarks]`) with figway's own lexicon over the same OCR text. The text
is that of the libraries that `benchmarks/score.py` keeps; without --library the figures are read anew.

--reading reads the figures anew in other ways. --time measures the speed of recognising on a library.
--cross-validate has the weights of evidence fitted on four fifths of the figures and tried on the fifth.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from figway.evaluate import score
from figway.lexicon.load import Lexicon
from figway.lexicon.model import Entity, Name
from figway.recognise import weights as weights_module
from figway.recognise.context import Context
from figway.recognise.stage import Recogniser
from figway.recognise.views import LARGEST_FAMILY, human
from figway.records import Article, Figure, FigureRecord

SETS = ("annotated", "annotated_papers")
COLUMNS = (
    ("genes", "f1"), ("genes", "precision"), ("genes", "recall"), ("genes_each", "f1"), ("chemicals", "f1"),
    ("diseases", "f1"),
)  # fmt: skip
GILDA_SCORES = (0.0, 0.5)
"""Least scores at which Gilda's groundings are counted; 0 takes all, as its own annotator does."""
_SEPARATORS = re.compile(r"\s*[/,;&|]\s*")


class Without(Lexicon):
    """Be a lexicon that lacks the names of some sources."""

    def __init__(self, whole: Lexicon, sources: Iterable[str]) -> None:
        self.__dict__.update(whole.__dict__)
        self.left_out = frozenset(sources)

    def lookup(self, key: str) -> tuple[Name, ...]:
        """Give the meanings of a key that other sources know."""
        return tuple(name for name in super().lookup(key) if name.source not in self.left_out)


@dataclass(frozen=True)
class Variant:
    """Hold one row of the table: what is off, how records, lexicon and weights differ, and what is replaced."""

    title: str
    records: Callable[[FigureRecord], FigureRecord] = lambda record: record
    sources: tuple[str, ...] = ()
    weightless: tuple[str, ...] = ()
    replaced: tuple[tuple[str, Any], ...] = ()


def without_prose(record: FigureRecord) -> FigureRecord:
    """Leave a record nothing but its lines: no caption, title, abstract or sentence."""
    return record.evolve(figure=Figure(image=record.figure.image), article=Article())


def without_lattices(record: FigureRecord) -> FigureRecord:
    """Leave lines what was read, without what else it could have been."""
    return record.evolve(text=tuple(line.model_copy(update={"lattice": None}) for line in record.text))


def any_organism(organisms_of: Callable[..., Any]) -> Callable[..., Any]:
    """Make every figure one that may get human genes."""
    return lambda record, lexicon: replace(organisms_of(record, lexicon), human_genes=True)


def variants() -> list[Variant]:
    """List what is switched off."""
    from figway.lexicon.model import SOURCES
    from figway.recognise import stage

    def named(start: str) -> tuple[str, ...]:
        return tuple(s for s in SOURCES if s.startswith(start))

    company = tuple(w for w in weights_module.weights() if "company" in w)
    return [
        Variant("full system"),
        Variant("without curated names", sources=("curated",)),
        Variant("without FamPlex", sources=named("famplex")),
        Variant("without NCBI Gene's aliases", sources=("ncbigene_alias",)),
        Variant("without HGNC's aliases and former symbols", sources=("hgnc_alias_symbol", "hgnc_prev_symbol")),
        Variant("without mouse and rat names", sources=(*named("mgi"), *named("rgd"))),
        Variant("without caption, title and abstract", records=without_prose),
        Variant("without any context", replaced=(("stage.context_of", lambda record: Context()),)),
        Variant("without company in pathways", weightless=company),
        Variant("without knowing pathways at all", weightless=(*company, "name:drawn")),
        Variant("without look-alike letters", replaced=(("match.Matcher._match_lookalikes", lambda self, form: ()),)),
        Variant("without rereading by the lattice", records=without_lattices),
        Variant("without joining lines", replaced=(("resolve.joined", lambda lines, below, beside: iter(())),)),
        Variant(
            "without lists and ranges",
            replaced=tuple((f"{where}.split_list", lambda text: None) for where in ("naming", "guessing")),
        ),
        Variant("without the organisms' gate", replaced=(("stage.organisms_of", any_organism(stage.organisms_of)),)),
    ]


@contextlib.contextmanager
def switched_off(variant: Variant) -> Iterator[None]:
    """Replace what a variant replaces, and weigh with its weights; a name that is gone raises AttributeError."""
    weights = {name: 0.0 if name in variant.weightless else w for name, w in weights_module.weights().items()}
    with contextlib.ExitStack() as stack:
        stack.enter_context(patch.object(weights_module, "weights", lambda: weights))
        for name, value in variant.replaced:
            stack.enter_context(patch(f"figway.recognise.{name}", value))
        yield


def recognise(records: Iterable[FigureRecord], lexicon: Lexicon, variant: Variant, out: Path) -> None:
    """Recognise records anew without a part, and write them."""
    with switched_off(variant):
        stage = Recogniser(Without(lexicon, variant.sources) if variant.sources else lexicon)
        for record in records:
            found = stage(variant.records(stage.reset(record)))
            (out / f"{record.figid}.json").write_text(found.to_json(), "utf-8")


def line_of(title: str, records: Path, gold: Path) -> str:
    """Score a folder of records and give its row."""
    out, _ = score(records, gold)
    cells = [out[name][measure] for name, measure in COLUMNS] + [out["chemical_id_accuracy"]]
    return f"| {title} | " + " | ".join("–" if c is None else f"{c:.3f}" for c in cells) + " |"


def header(title: str) -> str:
    names = [f"{name} {measure}" if measure != "f1" else f"{name} F1" for name, measure in COLUMNS]
    return f"\n### {title}\n\n| | {' | '.join(names)} | chemical ids |\n|---|{'---:|' * (len(names) + 1)}"


STATUS = {"hgnc_symbol": "name", "mesh_name": "name", "famplex_id": "name", "hgnc_prev_symbol": "former_name"}
TAXA = {"hgnc": "9606", "mgi": "10090", "rgd": "10116"}


class GildaPeer:
    """Ground the text of lines with Gilda (Gyori et al., 2022) over the names of a figway lexicon.

    Its models for a few hundred ambiguous names, which it would download, are left out.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        from gilda.grounder import Grounder

        self.lexicon = lexicon
        self.grounder = Grounder(self._terms(), namespace_priority=["hgnc", "fplx", "mesh", "chebi", "go"])
        self.grounder.adeft_disambiguators = {}
        self.grounder.gilda_disambiguators = {}

    def _terms(self) -> Iterator[Any]:
        from gilda.process import normalize
        from gilda.term import Term

        for key in self.lexicon.keys(""):
            for name in self.lexicon.lookup(key):
                entity = self.lexicon.entity(name.entity)
                text = normalize(name.name)
                if entity is None or not text:
                    continue
                prefix, _, local = entity.id.partition(":")
                status = STATUS.get(name.source, "synonym")
                taxon = TAXA.get(prefix)
                yield Term(text, name.name, prefix, local, entity.name, status, name.source, organism=taxon)

    def __call__(self, record: FigureRecord, least: float) -> dict[str, Any]:
        """Give a record's flat views; items of a list are told apart at slashes and commas, in Gilda's favour."""
        from gilda.ner import annotate

        found: dict[str, Any] = {"figid": record.figid, "genes": [], "chemicals": [], "diseases": []}
        found["text"] = [{"text": line.text} for line in record.text]
        for line in record.text:
            for part in filter(None, _SEPARATORS.split(line.text)):
                for annotation in annotate(
                    part,
                    grounder=self.grounder,
                    organisms=["9606", "10090", "10116"],
                    sent_split_fun=lambda text: [(0, len(text))],
                ):
                    best = annotation.matches[0]
                    entity = self.lexicon.entity(f"{best.term.db}:{best.term.id}")
                    if entity is not None and best.score >= least:
                        self._add(found, annotation.text, human(entity, self.lexicon)[0])
        return found

    def _add(self, found: dict[str, Any], word: str, entity: Entity) -> None:
        if entity.kind == "gene":
            found["genes"].append({"word": word, "symbol": entity.name, "source": "", "hgnc_symbol": entity.name})
        elif entity.kind in ("family", "complex") and len(entity.members) <= LARGEST_FAMILY:
            for member in filter(None, map(self.lexicon.entity, entity.members)):
                row = {"word": word, "symbol": entity.name, "source": "bioentities_symbol", "hgnc_symbol": member.name}
                found["genes"].append(row)
        elif entity.kind in ("chemical", "disease"):
            found[f"{entity.kind}s"].append({"word": word, "identifier": entity.id})


def gilda_rows(records: Iterable[FigureRecord], peer: GildaPeer, gold: Path, scratch: Path) -> Iterator[str]:
    for least in GILDA_SCORES:
        out = scratch / f"gilda-{least}"
        out.mkdir(parents=True)
        for record in records:
            (out / f"{record.figid}.json").write_text(json.dumps(peer(record, least)), "utf-8")
        yield line_of(f"Gilda, score ≥ {least}" if least else "Gilda, all groundings", out, gold)


READINGS: tuple[tuple[str, dict[str, float]], ...] = (
    ("read as figway does", {}),
    ("without the closer look at small text", {"detect.SMALL": 0.0}),
    ("first look at the original size, not 1.5 times", {"detect.FIRST": 1.0}),
    ("twice the size throughout", {"detect.FIRST": 2.0, "detect.FIRST_PIXELS": 24e6, "detect.SMALL": 0.0}),
    ("without parting labels that touch", {"detect.FILLED": 0.0}),
    ("without reading unsure lines twice", {"rapid.SURE": 0.0}),
)
"""Other ways of reading: the constants of modules of `figway.read` that differ."""


def read_anew(images: Path, records: Iterable[FigureRecord], constants: dict[str, float], out: Path, title: str) -> str:
    """Read and recognise figures with other constants, and give the seconds of processor a figure that reading took."""
    from figway.evaluate.pictures import find_image
    from figway.read.image import load_image
    from figway.read.stage import Reader

    out.mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        for name, value in constants.items():
            stack.enter_context(patch(f"figway.read.{name}", value))
        reader, recogniser = Reader(), Recogniser()
        spent, count = 0.0, 0
        for record in records:
            path = find_image(record.figid, [images])
            if path is None:
                raise FileNotFoundError(f"no picture of {record.figid} in {images}")
            pixels = load_image(path).pixels
            began = time.process_time()
            found = reader(record, pixels)
            spent, count = spent + time.process_time() - began, count + 1
            found = recogniser(recogniser.reset(found))
            (out / f"{record.figid}.json").write_text(found.to_json(), "utf-8")
    return f"{title}, {spent / count:.2f} s"


def reading_rows(images: Path, records: list[FigureRecord], gold: Path, scratch: Path) -> Iterator[str]:
    for n, (title, constants) in enumerate(READINGS):
        out = scratch / f"reading-{n}"
        row = line_of(read_anew(images, records, constants, out, title), out, gold)
        seen = score(out, gold)[0]["labels_seen"]
        yield f"{row} {seen:.3f} |"


def speeds(library: Path) -> Iterator[str]:
    """Measure recognising stored text: the stage alone in this process, and the command with one worker."""
    records = [FigureRecord.load(p) for p in sorted((library / "records").glob("*.json"))]
    stage = Recogniser()
    began = time.process_time()
    for record in records:
        stage(stage.reset(record))
    spent = time.process_time() - began
    yield f"recognising stored text: {len(records) / spent:.0f} figures a second of one core ({len(records)} figures)"
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "library"
        shutil.copytree(library, copy)
        command = [sys.executable, "-m", "figway", "run", "--only", "recognise", "--out", str(copy)]
        began = time.perf_counter()
        subprocess.run([*command, "--workers", "1", "--no-overlays", "--quiet"], check=True)
        spent = time.perf_counter() - began
    yield f"figway run --only recognise --workers 1: {len(records) / spent:.0f} figures a second, start and writing included"


def libraries(shared: Path, given: Path | None, scratch: Path) -> dict[str, Path]:
    """Give the library of each set; read the figures where none is given."""
    found = {}
    for name in SETS:
        path = (given or scratch) / name
        if not (path / "records").is_dir():
            if given is not None:
                raise SystemExit(f"no library {path}; make it with: python benchmarks/score.py --library {given}")
            images = shared / "figures" / name / "images"
            subprocess.run(
                [sys.executable, "-m", "figway", "run", str(images), "--out", str(path), "--no-overlays", "--quiet"],
                check=True,
            )
        found[name] = path
    return found


def tables(args: argparse.Namespace, shared: Path, scratch: Path, of_set: dict[str, Path]) -> None:
    """Print the table of each set."""
    lexicon = Lexicon.load()
    chosen = [v for v in variants() if re.search(args.rows, v.title)]
    peer = None
    if re.search(args.rows, "Gilda"):
        with contextlib.suppress(ImportError):
            peer = GildaPeer(lexicon)
    for name, library in of_set.items():
        folder = shared / "figures" / name
        gold = folder / "gold"
        wanted = {p.stem for p in gold.glob("*.json")}
        paths = (p for p in sorted((library / "records").glob("*.json")) if p.stem in wanted)
        records = [FigureRecord.load(p) for p in paths]
        print(header(f"{name}: {len(records)} figures"), flush=True)
        for n, variant in enumerate(chosen):
            out = scratch / name / str(n)
            out.mkdir(parents=True)
            recognise(records, lexicon, variant, out)
            print(line_of(variant.title, out, gold), flush=True)
        if (folder / "pfocr").is_dir():
            print(line_of("PFOCR, as published (genes only)", folder / "pfocr", gold))
        if peer is None and re.search(args.rows, "Gilda"):
            print("\nGilda is not installed (pip install figway[benchmarks]), so it is not compared.")
        if peer is not None:
            for row in gilda_rows(records, peer, gold, scratch / name):
                print(row, flush=True)
        if args.reading:
            print(header(f"{name}: reading, with seconds of processor a figure") .replace(
                "chemical ids |", "chemical ids | labels seen |") + "---:|")  # fmt: skip
            for row in reading_rows(folder / "images", records, gold, scratch / name):
                print(row, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="folder with a library of each set, as benchmarks/score.py keeps")
    parser.add_argument("--rows", default="", metavar="REGEX", help="print only the rows whose title matches")
    parser.add_argument("--reading", action="store_true", help="add rows for other ways of reading (minutes)")
    parser.add_argument("--time", type=Path, metavar="LIBRARY", help="measure the speed of recognising on a library")
    parser.add_argument("--cross-validate", action="store_true", help="print the score of held-out folds")
    args = parser.parse_args()
    shared = Path(os.environ.get("FIGWAY_SHARED", "../shared"))
    if not (shared / "figures" / "annotated" / "gold").is_dir():
        print(f"recognition: no annotated figures in {shared} (FIGWAY_SHARED)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        of_set = libraries(shared, args.library, scratch / "libraries")
        tables(args, shared, scratch, of_set)
        for library in (args.time,) if args.time else of_set.values():
            print("", *speeds(library), sep="\n", flush=True)
        if args.cross_validate:
            fit = Path(__file__).parents[1] / "training" / "recognise" / "fit.py"
            folders = [str(path / "records") for path in of_set.values()]
            print("\n## Cross-validation\n", flush=True)
            subprocess.run([sys.executable, str(fit), *folders], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
