"""Run jobs on this machine: in this process, or in a pool of processes.

The files written do not depend on the number of workers. A worker that dies (out of memory, a crash in a
library) costs only the figure that killed it: the figures it was working on are tried again one by one.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

from figway.acquire.folder import Source
from figway.library import Library
from figway.records import Failure
from figway.run.job import Job, Options, Outcome

AHEAD = 4
"""Figures handed to the pool ahead of need, for each worker."""


@dataclass(slots=True)
class Report:
    """Count what a run did."""

    done: int = 0
    kept: int = 0
    failures: list[Failure] = field(default_factory=list)
    left: int = 0
    disk_full: bool = False
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """Give 0 when all is well, 1 when figures failed or are left, 130 when it was interrupted."""
        if self.interrupted:
            return 130
        return 1 if self.failures or self.left else 0


_job: Job | None = None


def _start_worker(path: str, options: Options, rewrite: bool) -> None:
    global _job  # noqa: PLW0603
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _job = Job(Library(path), options, rewrite=rewrite)


def _work(source: Source) -> Outcome:
    assert _job is not None
    return _job(source)


def default_workers() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Yield the outcome of every source, in whatever order they come."""

    def __init__(self, library: Library, options: Options, workers: int, *, rewrite: bool) -> None:
        self.library = library
        self.options = options
        self.workers = workers
        self.rewrite = rewrite

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(str(self.library.path), self.options, self.rewrite),
        )

    def run(self, sources: Sequence[Source]) -> Iterator[Outcome]:
        """Process all sources; figures on hand when a worker died are tried again one by one."""
        queue = list(reversed(sources))
        while queue:
            suspects: list[Source] = []
            with self._executor(min(self.workers, len(queue))) as executor:
                try:
                    yield from self._drain(executor, queue, suspects)
                except BaseException:
                    executor.shutdown(wait=True, cancel_futures=True)
                    raise
            for source in suspects:
                yield self._alone(source)

    def _drain(self, executor: ProcessPoolExecutor, queue: list[Source], suspects: list[Source]) -> Iterator[Outcome]:
        pending: dict[Future[Outcome], Source] = {}
        while queue or pending:
            try:
                while queue and len(pending) < self.workers * AHEAD:
                    source = queue.pop()
                    pending[executor.submit(_work, source)] = source
            except BrokenProcessPool:
                queue.append(source)
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                source = pending.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(source)
            if suspects:
                suspects.extend(pending.values())
                suspects.sort(key=lambda s: s.figid)
                return

    def _alone(self, source: Source) -> Outcome:
        with self._executor(1) as executor:
            try:
                return executor.submit(_work, source).result()
            except BrokenProcessPool:
                message = (
                    "the worker process died while it worked on this figure, most likely for lack of memory; "
                    "the other figures are unharmed. Try it alone with --workers 1 on a machine with more memory."
                )
                failure = Failure(
                    figid=source.figid,
                    stage="run",
                    error="WorkerDied",
                    message=message,
                    path=str(source.image),
                )
                return Outcome(source.figid, "failed", failure=failure)


def run(
    sources: Sequence[Source],
    library: Library,
    options: Options,
    *,
    workers: int | None = None,
    rewrite: bool = False,
    found: Sequence[Failure] = (),
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Report:
    """Bring a library up to date with its sources and write its summary and failures.

    `found` are failures met while the sources were looked for. Ctrl-C lets the figures on hand finish, writes
    summary and failures, and leaves the rest for the next run.
    """
    report = Report(failures=list(found))
    rows = library.read_summary()
    touched = {s.figid for s in sources} | {f.figid for f in found}
    earlier = [f for f in library.read_failures() if f.figid not in touched]
    outcomes = _outcomes(sources, library, options, workers or default_workers(), rewrite)
    seen = 0
    try:
        for outcome in outcomes:
            seen += 1
            if outcome.row is not None:
                rows[outcome.figid] = outcome.row
            if outcome.failure is not None:
                report.failures.append(outcome.failure)
                rows.pop(outcome.figid, None)
            report.done += outcome.status == "done"
            report.kept += outcome.status == "kept"
            progress(outcome)
            if outcome.disk_full:
                report.disk_full = True
                break
    except KeyboardInterrupt:
        report.interrupted = True
    finally:
        outcomes.close()
        report.left = len(sources) - seen
        try:
            library.write_failures([*earlier, *report.failures])
            library.write_summary(rows)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            report.disk_full = True
    return report


def _outcomes(
    sources: Sequence[Source], library: Library, options: Options, workers: int, rewrite: bool
) -> Generator[Outcome]:
    if workers == 1 or len(sources) < 2:
        job = Job(library, options, rewrite=rewrite)
        yield from map(job, sources)
    else:
        yield from Pool(library, options, workers, rewrite=rewrite).run(sources)
