"""`figway examples`: the examples that figway ships, and the reference system, computed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figway.errors import UsageError

if TYPE_CHECKING:
    from figway.simulate.mam import Check

EPILOG = """Examples:

figway examples

figway examples mam"""


def examples(
    name: Annotated[
        str | None, typer.Argument(help="`mam`: compute the reference system. Left out: list what there is.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """List the examples that come with figway, or compute the reference system's claims.

    `mam` is the system of one published caption: mitochondria-associated ER membrane, calcium and insulin. Each claim
    is computed under the default rules alone and under curated ones. Exit code 1 where one fails under the curated.
    """
    if name is None:
        from figway.examples import paths

        names = [p.stem for p in paths()]
        lines = ["mam\tthe reference system, executable: figway examples mam"]
        lines += [f"{n}\tdrawn figure: figway run --examples --out demo" for n in names]
        typer.echo(json.dumps({"systems": ["mam"], "figures": names}, indent=1) if as_json else "\n".join(lines))
        return
    if name != "mam":
        raise UsageError(f"there is no example {name!r} to compute; there is: mam.")
    try:
        import biodivine_aeon  # noqa: F401
    except ImportError as error:
        raise UsageError("simulating needs an extra part: pip install 'figway[simulate]'") from error
    from figway.simulate.mam import mam_claims, mam_model

    found = {kind: mam_claims(mam_model(curated=kind == "curated")) for kind in ("default", "curated")}
    if as_json:
        data = {
            kind: [
                {"name": c.name, "claim": c.text, "holds": c.holds, "checks": [*map(_data, c.checks)]} for c in claims
            ]
            for kind, claims in found.items()
        }
        typer.echo(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        for default, curated in zip(found["default"], found["curated"], strict=True):
            verdict = [
                f"{k} rules: {'holds' if c.holds else 'FAILS'}" for k, c in (("default", default), ("curated", curated))
            ]
            typer.echo(f"\n{curated.name}: {curated.text}\n  {';  '.join(verdict)}")
            typer.echo("  default  curated  claimed  of")
            for a, b in zip(default.checks, curated.checks, strict=True):
                typer.echo(f"  {a.measured.mean:7.2f}  {b.measured.mean:7.2f}  {b.expect:7d}  {_what(b)}")
    if not all(c.holds for c in found["curated"]):
        raise typer.Exit(1)


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
