"""Run jobs on this machine: in this process, or in a pool of processes.

The files written do not depend on the number of workers. A worker that dies (out of memory, a crash in a
library) costs only the figure that killed it: the figures it was working on are tried again one by one.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from figway.acquire.source import Source
from figway.classify.duplicates import find_duplicates
from figway.errors import InputError
from figway.files import DISK_FULL
from figway.library import Library
from figway.pipeline import printable
from figway.records import Failure
from figway.run.job import Job, Outcome
from figway.run.options import Options
from figway.summary import summary_row

RARELY = (100_000, 20, 50)
"""Thresholds of the garbage collector while figures are processed.

Records are trees, which need no collector, and looking through the lexicon's caches again and again takes a tenth of
the time of recognising, and half of that of reading records.
"""
AHEAD = 4
"""Figures handed to the pool ahead of need, for each worker."""

Submit = Callable[[Source], Future[Outcome]]


@dataclass(slots=True)
class Report:
    """Count what a run did."""

    done: int = 0
    kept: int = 0
    passed: int = 0
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

    def count(self, outcome: Outcome) -> None:
        """Take one outcome in."""
        self.done += outcome.status == "done"
        self.kept += outcome.status == "kept"
        self.passed += outcome.status == "passed"
        self.disk_full |= outcome.disk_full
        if outcome.failure is not None:
            self.failures.append(outcome.failure)


_job: Job | None = None


def _start_worker(path: str, options: Options, rewrite: bool, alive: Connection) -> None:
    global _job
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
    _job = Job(Library(path), options, rewrite=rewrite)
    gc.set_threshold(*RARELY)


def _end_with(alive: Connection) -> None:
    """End this worker at once when the run stops or its process dies: the other end of the pipe is then closed."""
    with contextlib.suppress(EOFError, OSError):
        alive.recv()
    os._exit(1)


def _work(source: Source) -> Outcome:
    assert _job is not None
    return _job(source)


def default_workers() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Yield the outcome of every source, in whatever order they come.

    Closing the generator stops the workers at once: every file is written whole or not at all, so a figure that
    is cut short is simply done again by the next run.
    """

    def __init__(self, library: Library, options: Options, workers: int, *, rewrite: bool) -> None:
        self.library = library
        self.options = options
        self.workers = workers
        self.rewrite = rewrite

    def run(self, sources: Sequence[Source]) -> Iterator[Outcome]:
        """Process all sources; figures on hand when a worker died are tried again one by one.

        Raises ResourceError when a worker cannot load its models.
        """
        queue = list(reversed(sources))
        while queue:
            suspects: list[Source] = []
            with self._workers(min(self.workers, len(queue))) as submit:
                yield from self._drain(submit, queue, suspects)
            yield from self._one_by_one(suspects)

    @contextlib.contextmanager
    def _workers(self, count: int) -> Iterator[Submit]:
        """Start workers that end with this block, or with this process, whatever they are doing."""
        context = multiprocessing.get_context("spawn")
        alive, here = context.Pipe(duplex=False)
        arguments = (str(self.library.path), self.options, self.rewrite, alive)
        executor = ProcessPoolExecutor(count, mp_context=context, initializer=_start_worker, initargs=arguments)

        def submit(source: Source) -> Future[Outcome]:
            with _interrupts_held():  # a worker inherits the mask: Ctrl-C is this process's to handle
                return executor.submit(_work, source)

        try:
            yield submit
        finally:
            here.close()
            executor.shutdown(wait=True, cancel_futures=True)
            alive.close()

    def _drain(self, submit: Submit, queue: list[Source], suspects: list[Source]) -> Iterator[Outcome]:
        """Take from the queue until it is empty or a worker dies; whoever was on hand then is a suspect."""
        pending: dict[Future[Outcome], Source] = {}
        broken = False
        while (queue or pending) and not broken:
            while queue and len(pending) < self.workers * AHEAD:
                try:
                    pending[submit(queue[-1])] = queue[-1]
                except BrokenProcessPool:
                    broken = True
                    break
                queue.pop()
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                source = pending.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(source)
                    broken = True
        suspects.extend(pending.values())
        suspects.sort(key=lambda s: s.figid)

    def _one_by_one(self, suspects: Sequence[Source]) -> Iterator[Outcome]:
        """Try each figure by itself, so that only the one that kills its worker fails."""
        queue = list(reversed(suspects))
        while queue:
            with self._workers(1) as submit:
                alive = True
                while queue and alive:
                    source = queue.pop()
                    try:
                        yield submit(source).result()
                    except BrokenProcessPool:
                        alive = False
                        yield _died(source)


@contextlib.contextmanager
def _garbage_left_longer() -> Iterator[None]:
    """Let the garbage collector come seldom until the block ends."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Put SIGINT off until the block ends."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _died(source: Source) -> Outcome:
    message = (
        f"{source.image}: the process that worked on this figure died twice, most likely for lack of memory; the other "
        "figures are unharmed. Try it alone with --workers 1, or scale the picture down."
    )
    failure = Failure(
        figid=source.figid, stage="run", error="WorkerDied", message=message, path=printable(source.image)
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
    """Bring a library up to date with its sources and write its summary, duplicates and failures.

    `found` are failures met while the sources were looked for. A full disk and Ctrl-C end the run early: summary
    and failures are written, and what is left is for the next run. Raises ResourceError when models or lexicon
    cannot be loaded.
    """
    report = Report(failures=list(found))
    touched = {s.figid for s in sources} | {f.figid for f in found}
    earlier = [f for f in library.read_failures() if f.figid not in touched]
    rows = library.read_summary()
    outcomes = _outcomes(sources, library, options, workers or default_workers(), rewrite)
    seen = 0
    try:
        with library.reserve(), contextlib.closing(outcomes):
            for outcome in outcomes:
                seen += 1
                report.count(outcome)
                if outcome.row is not None:
                    rows[outcome.figid] = outcome.row
                progress(outcome)
                if outcome.disk_full:
                    break
    except KeyboardInterrupt:
        report.interrupted = True
    report.left = len(sources) - seen
    library.sweep()
    try:
        library.write_failures([*earlier, *report.failures])
        rows = rows_of_records(rows, library)
        library.write_summary(rows)
        library.write_duplicates(find_duplicates({figid: row["phash"] for figid, row in rows.items()}))
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        report.disk_full = True
    return report


def rows_of_records(rows: dict[str, dict[str, str]], library: Library) -> dict[str, dict[str, str]]:
    """Give one row for each record in the library, whichever run wrote it.

    A record that cannot be read has none.
    """
    found: dict[str, dict[str, str]] = {}
    for figid in library.figids():
        with contextlib.suppress(InputError, OSError):
            found[figid] = rows.get(figid) or summary_row(library.record(figid))
    return found


def _outcomes(
    sources: Sequence[Source], library: Library, options: Options, workers: int, rewrite: bool
) -> Generator[Outcome]:
    if workers == 1 or len(sources) < 2:
        with _garbage_left_longer():
            yield from map(Job(library, options, rewrite=rewrite), sources)
    else:
        yield from Pool(library, options, workers, rewrite=rewrite).run(sources)
