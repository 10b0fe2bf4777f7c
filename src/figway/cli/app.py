"""Put the commands together."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from figway import __version__
from figway.cli import (
    build,
    check,
    classify,
    compare,
    enrich,
    evaluate,
    examples,
    export,
    fetch,
    harvest,
    import_,
    lexicon,
    release,
    run,
    search,
    serve,
    show,
    simulate,
    site,
)
from figway.errors import FigwayError

EPILOG = "Start with: figway run --examples --out demo   then open demo/overlays in a browser."


class Figway(TyperGroup):
    """Run a command; errors that figway foresees end in one clear line on stderr, not in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for; exit code 2 on such errors, 130 on Ctrl-C."""
        try:
            return super().invoke(ctx)
        except FigwayError as error:
            print(f"figway: {error}", file=sys.stderr)
            raise typer.Exit(2) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            print(f"figway: {where}{error.strerror or error}", file=sys.stderr)
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            print("figway: stopped.", file=sys.stderr)
            raise typer.Exit(130) from None


app = typer.Typer(
    name="figway",
    cls=Figway,
    help="Turn published pathway figures into computable pathways, on your own machine.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"figway {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


app.command("run", epilog=run.EPILOG)(run.run)
app.command("harvest", epilog=harvest.EPILOG)(harvest.harvest)
app.command("fetch", epilog=fetch.EPILOG)(fetch.fetch)
app.command("import", epilog=import_.EPILOG)(import_.import_)
app.command("build")(build.build)
app.command("search", epilog=search.EPILOG)(search.search)
app.command("classify", epilog=classify.EPILOG)(classify.classify)
app.command("show", epilog=show.EPILOG)(show.show)
app.command("enrich", epilog=enrich.EPILOG)(enrich.enrich)
app.command("compare", epilog=compare.EPILOG)(compare.compare)
app.command("export", epilog=export.EPILOG)(export.export)
app.command("serve", epilog=serve.EPILOG)(serve.serve)
app.command("release", epilog=release.EPILOG)(release.release)
app.command("site", epilog=site.EPILOG)(site.site)
app.command("evaluate")(evaluate.evaluate)
app.command("simulate", epilog=simulate.EPILOG)(simulate.simulate)
app.command("examples", epilog=examples.EPILOG)(examples.examples)
app.command("check")(check.check)
app.add_typer(lexicon.app, name="lexicon")
