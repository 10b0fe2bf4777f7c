"""Stop a run in the middle, by every means: Ctrl-C, a kill, a full disk. What is written is whole, and it resumes."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from figway.library import Library
from figways import command, contents, draw_small, run, run_process

MANY = 12
STUCK = ("fig5.png", "fig6.png")


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of figures that take some seconds."""
    folder = tmp_path_factory.mktemp("many") / "figures"
    draw_small(folder, MANY)
    return folder


@pytest.fixture(scope="module")
def whole(figures: Path) -> dict[str, bytes]:
    """Give what a run that nobody disturbed writes."""
    out = figures.parent / "whole"
    assert run("run", figures, "--out", out, "-j", 1).code == 0
    return contents(out)


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.02)


def records(library: Path) -> list[Path]:
    return list((library / "records").glob("*.json"))


def children(pid: int) -> set[int]:
    """Give the worker processes of a run."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == pid and b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.add(int(entry.name))
    return found


@contextlib.contextmanager
def started(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Start figway in a process group of its own, as a terminal does."""
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def stuck(figures: Path, tmp_path: Path) -> Path:
    """Give the figures with two among them that take for ever (named pipes), until they are freed."""
    folder = tmp_path / "figures"
    shutil.copytree(figures, folder)
    for name in STUCK:
        (folder / name).unlink()
        os.mkfifo(folder / name)
    return folder


def pictures(folder: Path) -> list[Path]:
    """Name them all: in a folder only plain files are taken for pictures."""
    return [folder / f"fig{number}.png" for number in range(1, MANY + 1)]


def free(folder: Path, figures: Path) -> None:
    """Put the pictures in the place of the pipes."""
    for name in STUCK:
        shutil.copyfile(figures / name, folder / "copy")
        (folder / "copy").replace(folder / name)


@pytest.mark.parametrize(
    ("number", "to_group", "workers"),
    [(signal.SIGINT, True, 2), (signal.SIGINT, True, 1), (signal.SIGTERM, False, 2)],
    ids=["Ctrl-C", "Ctrl-C on one worker", "SIGTERM"],
)
def test_a_stopped_run_ends_cleanly_and_resumes(
    figures: Path,
    stuck: Path,
    whole: dict[str, bytes],
    tmp_path: Path,
    number: signal.Signals,
    to_group: bool,
    workers: int,
) -> None:
    out = tmp_path / "library"
    with started("run", *pictures(stuck), "--out", out, "-j", workers) as process:
        wait_for(lambda: records(out))
        workers_then = children(process.pid)
        asked = time.monotonic()
        (os.killpg if to_group else os.kill)(process.pid, number)
        _, told = process.communicate(timeout=30)
    assert time.monotonic() - asked < 10
    assert process.returncode == 130
    assert "figway: stopped, " in told
    assert "run the same command again to go on" in told
    assert "Traceback" not in told
    assert not any(running(pid) for pid in workers_then)
    assert not list(out.rglob("*.part"))
    done = contents(out)
    assert 0 < len(records(out)) < MANY
    assert all(done[name] == whole[name] for name in done if name.endswith(".json"))
    free(stuck, figures)
    assert run("run", *pictures(stuck), "--out", out, "-j", 1).code == 0
    assert contents(out) == whole


def test_workers_end_with_the_run_that_is_killed(
    figures: Path, stuck: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "library"
    with started("run", *pictures(stuck), "--out", out, "-j", 2) as process:
        wait_for(lambda: records(out))
        workers = children(process.pid)
        assert workers
        process.kill()
        wait_for(lambda: not any(running(pid) for pid in workers), 10)
    free(stuck, figures)
    assert run("run", *pictures(stuck), "--out", out, "-j", 1).code == 0
    assert contents(out) == whole


def running(pid: int) -> bool:
    """Tell whether a process runs: one that ended may wait as a zombie for its parent to ask."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_worker_that_is_killed_costs_nothing(
    figures: Path, stuck: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "library"
    with started("run", *pictures(stuck), "--out", out, "-j", 2) as process:
        with held_open(stuck / STUCK[0]):
            wait_for(lambda: victims(process.pid, stuck / STUCK[0]))
            (victim,) = victims(process.pid, stuck / STUCK[0])
            free(stuck, figures)
            os.kill(victim, signal.SIGKILL)
        _, told = process.communicate(timeout=90)
    assert process.returncode == 0, told
    assert contents(out) == whole


def test_a_figure_that_kills_its_worker_fails_alone(tmp_path: Path) -> None:
    """The picture is a pipe that never ends: whoever reads it waits until it is killed, and killed again."""
    folder, out = tmp_path / "figures", tmp_path / "library"
    draw_small(folder, 3)
    pipe = folder / "fig0.png"
    os.mkfifo(pipe)
    with started("run", *(folder / f"fig{i}.png" for i in range(4)), "--out", out, "-j", 2) as process:
        for _ in range(2):
            with held_open(pipe):
                wait_for(lambda: victims(process.pid, pipe))
                (victim,) = victims(process.pid, pipe)
                os.kill(victim, signal.SIGKILL)
                wait_for(lambda gone=victim: gone not in children(process.pid))
        _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    (failure,) = Library(out).read_failures()
    assert (failure.figid, failure.error) == ("fig0", "WorkerDied")
    assert failure.message in told
    assert Library(out).figids() == ["fig1", "fig2", "fig3"]


@contextlib.contextmanager
def held_open(pipe: Path) -> Iterator[None]:
    """Wait for a reader of a named pipe, and let it wait for us in turn."""
    writers: list[int] = []

    def opened() -> bool:
        with contextlib.suppress(OSError):
            writers.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        return bool(writers)

    wait_for(opened)
    try:
        yield
    finally:
        os.close(writers[0])


def victims(run: int, path: Path) -> list[int]:
    """Give the workers of a run that have a file open."""
    found = []
    for pid in children(run):
        with contextlib.suppress(OSError):
            if any(fd.exists() and fd.samefile(path) for fd in Path(f"/proc/{pid}/fd").iterdir()):
                found.append(pid)
    return found


def test_a_second_run_into_the_same_library_is_refused(figures: Path, tmp_path: Path) -> None:
    out = tmp_path / "library"
    with Library.create(out).lock():
        second = run_process("run", figures, "--out", out)
    assert second.code == 2
    assert second.err == (
        f"figway: another figway run is writing to {out}. Wait for it, or choose another folder with --out.\n"
    )


@pytest.fixture
def little_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of 3 MB, or skip where none can be made."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small file system can be made here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_ends_the_run_with_a_failure_and_it_resumes(
    figures: Path, whole: dict[str, bytes], little_disk: Path, workers: int
) -> None:
    out, filler = little_disk / "library", little_disk / "filler"
    filler.write_bytes(bytes((1 << 20) + (3 << 18)))  # leaves the reserve and room for a few figures
    done = run_process("run", figures, "--out", out, "-j", workers)
    assert done.code == 1, done.err
    assert "No space left on device" in done.err
    assert "figway: the disk is full. Free some space and run the same command again." in done.err
    assert "Traceback" not in done.err
    assert 0 < len(records(out)) < MANY
    (failure, *_) = Library(out).read_failures()
    assert failure.stage == "write"
    assert failure.figid not in Library(out).figids()
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(little_disk)], check=True)
    assert run("run", figures, "--out", out, "-j", 1).code == 0
    assert contents(out) == whole


def test_a_disk_that_is_full_from_the_start_is_said_at_once(figures: Path, little_disk: Path) -> None:
    (little_disk / "filler").write_bytes(bytes((2 << 20) + (1 << 19)))
    done = run_process("run", figures, "--out", little_disk / "library")
    assert done.code == 2
    assert done.err.startswith(f"figway: cannot write to the library folder {little_disk / 'library'}: No space left")
    assert "Free some space" in done.err
