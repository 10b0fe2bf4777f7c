"""Check that a damaged model ends the run at once, in one line: no figure is to blame for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from figway.errors import EngineError
from figway.onnx import onnx_errors
from figway.read import sessions
from figways import draw_small, run


@pytest.mark.parametrize("data", [b"", b"no model", "half"], ids=["empty", "text", "cut short"])
def test_a_damaged_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | str) -> None:
    for path in sessions.MODELS.glob("*.onnx"):
        whole = path.read_bytes()
        (tmp_path / path.name).write_bytes(whole[: len(whole) // 2] if isinstance(data, str) else data)
    (figure,) = draw_small(tmp_path / "figures", 1)
    monkeypatch.setattr(sessions, "MODELS", tmp_path)
    monkeypatch.setattr("figway.run.job.pipeline_of", _fresh)
    sessions.open_model.cache_clear()
    done = run("run", figure, "--out", tmp_path / "library", "-j", 1)
    sessions.open_model.cache_clear()
    assert done.code == 2
    assert done.err.startswith(f"figway: {tmp_path}")
    assert "the model is damaged" in done.err
    assert len(done.err.splitlines()) == 1


def _fresh(options: object) -> object:
    from figway.pipeline import Pipeline
    from figway.run.options import build_stages

    return Pipeline(build_stages(options))  # type: ignore[arg-type]


def test_a_model_that_refuses_its_input() -> None:
    import numpy as np

    model = sessions.open_model("det")
    with pytest.raises(EngineError, match=r"failed on an input of shape \(1, 2\)"):
        model(squares=np.zeros((1, 2), dtype=np.uint8))


def test_errors_are_those_of_the_runtime() -> None:
    names = {error.__name__ for error in onnx_errors()}
    assert {"InvalidProtobuf", "InvalidArgument", "RuntimeException"} <= names
