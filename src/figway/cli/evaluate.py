"""`figway evaluate`: score records against annotated figures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.evaluate.findings import Senses
    from figway.lexicon.load import Lexicon


def evaluate(
    records: Annotated[
        Path, typer.Argument(help="A library, or a folder of records, FIGID.json each.", show_default=False)
    ],
    gold: Annotated[Path, typer.Argument(help="Folder of gold files, one FIGID.json a figure.", show_default=False)],
    errors: Annotated[bool, typer.Option("--errors", help="List what each figure misses and has wrong.")] = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write a report of every figure and every kind of error to this file."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", help="Folder of the figures' pictures, for the report.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
) -> None:
    """Score records against annotations made by hand.

    Prints precision, recall and F1 of genes (a family counts once), genes one by one, chemicals, diseases and
    relations over all figures, and the share of the printed labels that were read.

    With --html, one HTML file shows each figure with what is right, wrong and missed drawn on it, and counts the
    errors by kind. The pictures are those of --images, of the library or of the folder beside the gold files.
    """
    from figway.evaluate import score

    folder = records / "records" if (records / "records").is_dir() else records
    for path, what in ((folder, "records"), (gold, "gold files")):
        if not any(path.glob("*.json")):
            raise UsageError(f"no {what} (*.json) in {path}.")
    try:
        out, figures = score(folder, gold)
    except (ValueError, KeyError, TypeError) as error:
        what = f"field {error} is missing" if isinstance(error, KeyError) else str(error)
        raise UsageError(f"the gold files in {gold} are not as expected: {what}. See docs/guidelines.md.") from error
    for name in out["figures"]["unreadable"]:
        print(f"figway: {folder / name} is no readable record of its figure; counted as empty.", file=sys.stderr)
    if html is not None:
        _write_report(html, folder, gold, images)
    if as_json:
        typer.echo(json.dumps(out | {"errors": figures} if errors else out, indent=1, ensure_ascii=False))
        return
    if errors:
        _list_errors(figures)
    typer.echo(table(out))


def _write_report(path: Path, records: Path, gold: Path, images: Path | None) -> None:
    from figway.evaluate.html import report_html
    from figway.evaluate.pictures import image_folders
    from figway.evaluate.report import make_report
    from figway.files import write_whole
    from figway.lexicon.load import Lexicon

    if images is not None and not images.is_dir():
        raise UsageError(f"there is no folder {images}: --images takes the folder of the figures' pictures.")
    folders = image_folders(records, gold, images)
    name = records.resolve().parent.name if records.name == "records" else records.resolve().name
    report = make_report(records, gold, folders=folders, senses=_senses(Lexicon.load()), name=name)
    try:
        write_whole(path, report_html(report))
    except OSError as error:
        raise UsageError(f"cannot write the report {path}: {error.strerror or error}.") from error
    print(f"figway: wrote {path}, {path.stat().st_size / 1e6:.1f} MB; open it in a browser.", file=sys.stderr)
    without = sum(f.picture is None for f in report.figures)
    if without:
        print(f"figway: no picture of {without} figures; give their folder with --images.", file=sys.stderr)


def _senses(lexicon: Lexicon) -> Senses:
    """Give the function that tells what a printed label can mean by itself, item by item where it is a list."""
    from figway.evaluate.findings import Sense
    from figway.recognise.lists import split_list
    from figway.recognise.match import Matcher
    from figway.recognise.views import human

    matcher = Matcher(lexicon)

    def senses(label: str) -> list[Sense]:
        items = split_list(label)
        found = []
        for form in (label, *(items.forms if items else ())):
            for candidate in matcher.match(form):
                entity, _ = human(candidate.entity, lexicon)
                genes = (entity,) if entity.kind == "gene" else map(lexicon.entity, entity.members)
                symbols = frozenset(gene.name for gene in genes if gene is not None)
                identifiers = (entity.id, *entity.xrefs)
                found.append(Sense(entity.name, entity.kind, symbols, identifiers, candidate.score))
        return sorted(found, key=lambda s: -s.score)

    return senses


def _list_errors(figures: list[dict[str, Any]]) -> None:
    for row in figures:
        typer.echo(f"## {row['figid']}")
        for field in ("genes", "chemicals", "diseases", "relations"):
            found = row.get(field)
            for what in ("missed", "wrong"):
                if found and found[what]:
                    typer.echo(f"   {field} {what}: {', '.join(map(str, found[what]))}")


def table(out: dict[str, Any]) -> str:
    """Lay the scores out as lines of text."""
    lines = []
    for name in ("genes", "genes_each", "chemicals", "diseases", "relations"):
        r = out[name]
        p, recall, f1 = ("  –  " if r[k] is None else f"{r[k]:.3f}" for k in ("precision", "recall", "f1"))
        lines.append(f"{name:10} P {p}  R {recall}  F1 {f1}   (tp {r['tp']}, fp {r['fp']}, fn {r['fn']})")
    shares = (
        "relation_sign_accuracy",
        "inhibition_sign_recall",
        "chemical_id_accuracy",
        "disease_id_accuracy",
        "labels_seen",
        "text_read_per_label_text",
    )
    lines += [f"{name:24} {'–' if out[name] is None else format(out[name], '.3f')}" for name in shares]
    lines.append(f"figures {out['figures']['records']} of {out['figures']['gold']}")
    return "\n".join(lines)
