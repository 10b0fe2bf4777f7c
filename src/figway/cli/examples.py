"""`figway examples`: the examples that figway ships, and the reference system, computed."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from figway.cli.options import examples as option
from figway.cli.options import shared
from figway.errors import UsageError
from figway.files import write_whole

if TYPE_CHECKING:
    from figway.simulate.mam import Check, Claim, Knockout

EPILOG = """Examples:

figway examples

figway examples mam

figway examples mam --out knockouts.svg

figway examples mam --kinetic --out mam.svg

figway examples mam --kinetic --set insulin=0 --set v_mcu=0.1"""


def examples(
    name: option.Name = None,
    kinetic: option.Kinetic = False,
    parameters: option.Parameters = False,
    settings: option.Settings = None,
    out: option.Out = None,
    as_json: shared.Everything = False,
) -> None:
    """List the examples that come with figway, or compute the reference system's claims.

    `mam` is the system of one published caption: mitochondria-associated ER membrane, calcium and insulin. Each claim
    is computed under the default rules alone and under curated ones. Exit code 1 where one fails under the curated.
    """
    if not kinetic and settings:
        raise UsageError("--set goes with --kinetic: figway examples mam --kinetic")
    if name is None:
        for asked, given in (("--out mam.svg", out), ("--kinetic", kinetic)):
            if given:
                raise UsageError(f"{asked.split()[0]} needs the example's name: figway examples mam {asked}")
        _list(as_json)
    elif name != "mam":
        raise UsageError(f"there is no example {name!r} to compute; there is: mam.")
    elif parameters:
        _parameters(as_json)
    elif kinetic:
        _kinetic(settings or [], out, as_json)
    else:
        _claims(out, as_json)


def _list(as_json: bool) -> None:
    from figway.examples import paths

    names = [p.stem for p in paths()]
    lines = ["mam\tthe reference system, executable: figway examples mam"]
    lines += [f"{n}\tdrawn figure: figway run --examples --out demo" for n in names]
    typer.echo(json.dumps({"systems": ["mam"], "figures": names}, indent=1) if as_json else "\n".join(lines))


def _claims(out: Path | None, as_json: bool) -> None:
    """Compute the claims and the knock-outs under both kinds of rules; exit code 1 where a claim fails."""
    from figway.cli.simulate import check_plot

    try:
        import biodivine_aeon  # noqa: F401
    except ImportError as error:
        raise UsageError("simulating needs an extra part: pip install 'figway[simulate]'") from error
    from figway.simulate.mam import draw_mam, mam_claims, mam_knockouts, mam_model

    if out is not None:
        check_plot(out)
        write_whole(out, draw_mam())
    models = {kind: mam_model(curated=kind == "curated") for kind in ("default", "curated")}
    found = {kind: mam_claims(model) for kind, model in models.items()}
    lost = {kind: mam_knockouts(model) for kind, model in models.items()}
    if as_json:
        typer.echo(json.dumps(_facts(found, lost), indent=1, ensure_ascii=False))
    else:
        _print_claims(found)
        _print_knockouts(lost)
    if not all(c.holds for c in found["curated"]):
        raise typer.Exit(1)


def _facts(found: dict[str, tuple[Claim, ...]], lost: dict[str, tuple[Knockout, ...]]) -> dict[str, Any]:
    """Give claims and knock-outs as plain data."""
    data: dict[str, Any] = {
        kind: [{"name": c.name, "claim": c.text, "holds": c.holds, "checks": [*map(_data, c.checks)]} for c in claims]
        for kind, claims in found.items()
    }
    data["knockouts"] = {
        kind: [{"node": k.node, **k.watched, "resistant": k.resistant} for k in rows] for kind, rows in lost.items()
    }
    return data


def _print_claims(found: dict[str, tuple[Claim, ...]]) -> None:
    """Print each claim with how it fares under both kinds of rules, and a line a measurement."""
    for default, curated in zip(found["default"], found["curated"], strict=True):
        verdict = [
            f"{k} rules: {'holds' if c.holds else 'FAILS'}" for k, c in (("default", default), ("curated", curated))
        ]
        typer.echo(f"\n{curated.name}: {curated.text}\n  {';  '.join(verdict)}")
        typer.echo("  default  curated  claimed  of")
        for a, b in zip(default.checks, curated.checks, strict=True):
            typer.echo(f"  {a.measured.mean:7.2f}  {b.measured.mean:7.2f}  {b.expect:7d}  {_what(b)}")


def _parameters(as_json: bool) -> None:
    """Print the parameters as a table in Markdown: value, unit, basis, source, note."""
    from figway.simulate.kinetic import kinetic_table

    table = kinetic_table()
    rows: list[dict[str, Any]] = [
        {"parameter": name, **row, "source": table["sources"].get(row.get("source", ""), "")}
        for name, row in table["parameters"].items()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    typer.echo("| parameter | value | unit | basis | source | what |\n|---|---|---|---|---|---|")
    for row in rows:
        cells = (f"`{row['parameter']}`", f"{row['value']:.4g}", *(row[k] for k in ("unit", "basis", "source", "note")))
        typer.echo(f"| {' | '.join(cells)} |")


def _print_knockouts(lost: dict[str, tuple[Knockout, ...]]) -> None:
    """Print a line a knock-out: what is on under the curated rules, and where it gives insulin resistance."""
    names = list(lost["curated"][0].watched)
    typer.echo("\nknock-outs under insulin: share of states on under the curated rules; insulin resistance under both")
    typer.echo(f"  {'lost':<8}{''.join(f'{n:>16}' for n in names)}  resistant: curated, default")
    for default, curated in zip(lost["default"], lost["curated"], strict=True):
        shares = "".join(f"{curated.watched[n]:16.2f}" for n in names)
        both = (f"{'yes' if k.resistant else 'no':>9}" for k in (curated, default))
        typer.echo(f"  {curated.node or 'nothing':<8}{shares}  {'':9}{''.join(both)}")


def _kinetic(settings: list[str], out: Path | None, as_json: bool) -> None:
    from figway.simulate.kinetic import draw_curves, kinetic_table, sbml_path, simulate_contacts, summarise

    if out is not None and out.suffix not in {".svg", ".xml"}:
        raise UsageError(f"{out}: expected a name that ends in .svg (curves) or .xml (the model in SBML)")
    values = dict(map(_setting, settings))
    runs = simulate_contacts(values)
    threshold = values.get("overload", kinetic_table()["parameters"]["overload"]["value"])
    rows = summarise(runs, threshold)
    if out is not None:
        write_whole(out, sbml_path().read_bytes() if out.suffix == ".xml" else draw_curves(runs, threshold))
    if as_json:
        data = {"settings": values, "overload_threshold_uM": threshold, "contacts": [asdict(r) for r in rows]}
        typer.echo(json.dumps(data, indent=1))
        return
    typer.echo(
        f"Ca2+ in µM, AKT and GLUT4 as shares; 60 to 90 min; overload: mitochondrial mean above {threshold:g} µM"
    )
    typer.echo("contact  cytosol mean  peak  mitochondria mean   peak   AKT  GLUT4 mean   peak")
    for r in rows:
        typer.echo(
            f"{r.contact:7.2f}  {r.cytosol_mean:12.3f} {r.cytosol_peak:5.3f}  {r.matrix_mean:17.3f} "
            f"{r.matrix_peak:6.3f} {r.akt_mean:5.3f}  {r.glut4_mean:10.3f} {r.glut4_peak:6.3f}"
            f"{'  overload' * r.overload}"
        )


def _setting(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError as error:
        raise UsageError(f"--set {text}: expected NAME=VALUE with a number, such as insulin=0") from error


def _what(check: Check) -> str:
    given = ", ".join(f"{k}={v}" for k, v in check.set.items())
    held = ", ".join(f"{k} held {'on' if v else 'off'}" for k, v in check.hold.items())
    return f"{check.watch}  ({given}{'; ' * bool(held)}{held})"


def _data(check: Check) -> dict[str, Any]:
    return {
        "set": check.set,
        "hold": check.hold,
        "watch": check.watch,
        "expect": check.expect,
        "measured": check.measured.mean,
        "holds": check.holds,
    }
