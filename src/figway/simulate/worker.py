"""Compute one model in a process of its own, within limits of time and memory: `python -m figway.simulate.worker`.

The engine cannot be interrupted from within, and a dense network that oscillates can keep it busy for hours.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from figway.errors import FigwayError
from figway.simulate.dynamics import Attractor
from figway.simulate.model import LogicModel

MOST = 50
"""Attractors that are given one by one, the most often met first."""
MEMORY = 2 << 30
"""Bytes of address space that the process may have."""


class TooLongError(FigwayError):
    """Signal that a model could not be computed within its limits."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Hold how a model settles: how many attractors, how many of them are steady, how much each variable is on.

    `mean` is over all attractors, weighted by the readings that lead to them; `each` holds the first attractors.
    """

    attractors: int
    steady: int
    mean: Mapping[str, float]
    each: tuple[Attractor, ...] = ()


def settle(model: LogicModel, seconds: float = 10.0) -> Settled:
    """Compute the attractors of a model elsewhere; raises TooLongError where that takes too much time or memory."""
    sent = json.dumps({"labels": dict(model.labels), "rules": dict(model.rules), "unknowns": dict(model.unknowns)})
    command = [sys.executable, "-m", "figway.simulate.worker"]
    try:
        done = subprocess.run(command, input=sent, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooLongError(f"this network takes more than {seconds:g} seconds to settle") from error
    if done.returncode:
        raise TooLongError("this network takes more memory than there is for it, or the engine failed on it")
    found = json.loads(done.stdout)
    each = tuple(Attractor(*values) for values in found["each"])
    return Settled(found["attractors"], found["steady"], found["mean"], each)


def main() -> None:
    """Read a model from standard input and write how it settles to standard output."""
    import resource

    from figway.simulate.dynamics import attractors

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given = json.load(sys.stdin)
    model = LogicModel(given["labels"], given["rules"], given["unknowns"])
    found = sorted(attractors(model), key=lambda a: -a.readings)
    weight = sum(a.readings for a in found) or 1
    mean = {v: sum(a.activity[v] * a.readings for a in found) / weight for v in model.labels}
    each = [(a.states, dict(a.activity), a.readings, a.of_readings) for a in found[:MOST]]
    steady = sum(a.steady for a in found)
    json.dump({"attractors": len(found), "steady": steady, "mean": mean, "each": each}, sys.stdout)


if __name__ == "__main__":
    main()
