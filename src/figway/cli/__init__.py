"""Offer figway on the command line: one module a command, heavy imports inside the command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line."""
    try:
        from figway.cli.app import app

        app(prog_name="figway")
    except KeyboardInterrupt:  # before a command had begun
        sys.exit(130)
    except BrokenPipeError:  # as in `figway show lib | head`: who read has gone, which is no error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
