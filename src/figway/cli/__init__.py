"""Offer figway on the command line: one module a command, heavy imports inside the command."""

from __future__ import annotations

import sys

from figway.cli.app import app
from figway.errors import FigwayError, UsageError


def main() -> None:
    """Run the command line; errors that figway foresees end in one clear line, not in a traceback."""
    try:
        app()
    except UsageError as error:
        print(f"figway: {error}", file=sys.stderr)
        sys.exit(2)
    except FigwayError as error:
        print(f"figway: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
