"""Show how far a harvest is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from figway.acquire.queries import Window
    from figway.harvest.discover import Found
    from figway.harvest.model import Harvested


class Progress:
    """Show progress on stderr: a bar on a terminal, else a line now and then."""

    def __init__(self, *, quiet: bool, every: float = 30.0) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.plain, self.quiet, self.every = not self.console.is_terminal, quiet, every
        self.told, self.seen, self.figures = time.monotonic(), 0, 0
        self.bar = Bar(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[note]}", style="dim", markup=False),
            console=self.console, disable=quiet or self.plain, transient=True,
        )  # fmt: skip
        self.task = self.bar.add_task("searching", total=None, note="")

    def __enter__(self) -> Progress:
        self.bar.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.bar.__exit__(*error)

    def found(self, window: Window, found: Found) -> None:
        """Tell of a window that was searched."""
        note = f"{window}: {found.hits} articles, {found.new} new"
        self.bar.update(self.task, advance=1, note=note)
        self._say(f"searched {note}")

    def fetched(self, harvested: Harvested, total: int) -> None:
        """Tell of an article that was fetched, one of `total`."""
        self.seen += 1
        self.figures += sum(figure.state == "done" for figure in harvested.figures)
        note = f"{self.figures} figures, {harvested.article.id}"
        self.bar.update(self.task, description="fetching articles", completed=self.seen, total=total, note=note)
        self._say(f"{self.seen} of {total} articles, {self.figures} figures")

    def _say(self, line: str) -> None:
        if self.plain and not self.quiet and time.monotonic() - self.told >= self.every:
            self.told = time.monotonic()
            self.console.print(f"figway: {line}", markup=False)
