"""`figway evaluate`: score records against annotated figures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from figway.errors import UsageError


def evaluate(
    records: Annotated[
        Path, typer.Argument(help="A library, or a folder of records, FIGID.json each.", show_default=False)
    ],
    gold: Annotated[Path, typer.Argument(help="Folder of gold files, one FIGID.json a figure.", show_default=False)],
    errors: Annotated[bool, typer.Option("--errors", help="List what each figure misses and has wrong.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
) -> None:
    """Score records against annotations made by hand.

    Prints precision, recall and F1 of genes (a family counts once), genes one by one, chemicals, diseases and
    relations over all figures, and the share of the printed labels that were read.
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
    if as_json:
        typer.echo(json.dumps(out | {"errors": figures} if errors else out, indent=1, ensure_ascii=False))
        return
    if errors:
        _list_errors(figures)
    typer.echo(table(out))


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
