"""`figway classify`: tell which figures are pathways, without reading them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from figway.errors import FigwayError, UsageError

if TYPE_CHECKING:
    from figway.acquire.source import Source
    from figway.classify.stage import Classifier
    from figway.records import FigureRecord

EPILOG = "Exit code: 0 all well, 1 some figures could not be judged, 2 wrong use or no figure found."


def classify(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Image files, folders or globs; metadata beside an image is used. With --duplicates also a library.",
            show_default=False,
        ),
    ],
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Print only figures with at least this score; those that cannot be judged stay out.",
            show_default=False,
        ),
    ] = None,
    duplicates: Annotated[
        bool,
        typer.Option(
            "--duplicates",
            help="Print the pairs of figures that show the same picture instead; of a library also in duplicates.tsv.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, with panels.")] = False,
) -> None:
    """Judge figures by picture and caption: one line a figure, with its name, score and kind.

    The score is the chance that the figure is a pathway figure, or holds one among its panels. Kinds are pathway,
    composite (some panels are pathways, others not) and other. Nothing is written, but a library's duplicates.tsv.
    """
    from figway.acquire.folder import find_inputs

    if duplicates and any(_is_library(path) for path in paths):
        if len(paths) > 1:
            raise UsageError("--duplicates looks through one library, or through pictures; name the library alone.")
        _link_library(Path(paths[0]), as_json=as_json)
        return
    found = find_inputs(paths)
    for failure in found.failures:
        print(f"figway: {failure.message}", file=sys.stderr)
    if not found.sources:
        raise UsageError("no figure was found in what was given.")
    failed: list[str] = []
    records: list[FigureRecord] = []
    for record in _judged(found.sources, failed):
        if duplicates or threshold is None or (record.pathway_score or 0.0) >= threshold:
            records.append(record)
            if not (as_json or duplicates):
                typer.echo(_line(record))
    if duplicates:
        from figway.classify.duplicates import find_duplicates
        from figway.summary import picture_hash_of

        _tell_pairs(find_duplicates({r.figid: picture_hash_of(r) for r in records}), as_json=as_json)
    elif as_json:
        typer.echo(json.dumps([_facts(record) for record in records], indent=1, ensure_ascii=False))
    raise typer.Exit(1 if failed or found.failures else 0)


def _judged(sources: Iterable[Source], failed: list[str]) -> Iterator[FigureRecord]:
    """Judge figures; one that cannot be is told on stderr and goes to `failed`."""
    from figway.classify.stage import Classifier

    classifier = Classifier()
    for source in sources:
        try:
            yield _judge(classifier, source)
        except FigwayError as error:
            print(f"figway: {error}", file=sys.stderr)
            failed.append(source.figid)


def _judge(classifier: Classifier, source: Source) -> FigureRecord:
    from figway.acquire.described import load_record
    from figway.read.image import load_image

    return classifier(load_record(source), load_image(Path(source.image)).pixels)


def _line(record: FigureRecord) -> str:
    score = "" if record.pathway_score is None else f"{record.pathway_score:.4f}"
    return f"{record.figid}\t{score}\t{record.kind}"


def _facts(record: FigureRecord) -> dict[str, object]:
    panels = [panel.model_dump() for panel in record.panels]
    return {"figid": record.figid, "pathway_score": record.pathway_score, "kind": record.kind, "panels": panels}


def _is_library(path: str) -> bool:
    return (Path(path) / "records").is_dir()


def _link_library(path: Path, *, as_json: bool) -> None:
    """Pair the figures of a library by the hashes in their records; write its duplicates.tsv and print the pairs."""
    from figway.classify.duplicates import find_duplicates
    from figway.library import Library
    from figway.summary import picture_hash_of

    library = Library.open(path)
    with library.lock():
        hashes, unread = {}, 0
        for figid in library.figids():
            try:
                record = library.record(figid)
            except FigwayError as error:
                print(f"figway: {error}", file=sys.stderr)
                unread += 1
                continue
            if record.figure.image.path:
                hashes[figid] = picture_hash_of(record)
        pairs = find_duplicates(hashes)
        library.write_duplicates(pairs)
    unknown = sum(not value for value in hashes.values())
    if unknown:
        hint = f"figway run --only classify --out {path}"
        print(f"figway: {unknown} pictures have no hash and were not compared; give them one: {hint}", file=sys.stderr)
    _tell_pairs(pairs, as_json=as_json)
    raise typer.Exit(1 if unread else 0)


def _tell_pairs(pairs: tuple[tuple[str, str, int], ...], *, as_json: bool) -> None:
    if as_json:
        rows = [{"figid": a, "same_as": b, "bits": bits} for a, b, bits in pairs]
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for a, b, bits in pairs:
            typer.echo(f"{a}\t{b}\t{bits}")
