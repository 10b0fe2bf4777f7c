"""Open the ONNX models that figway ships."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from figway.errors import EngineError
from figway.onnx import onnx_errors

MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True)
class Model:
    """Hold a model, which is opened when it is first used; `sha256` is that of its file."""

    name: str
    sha256: str
    open: Callable[[], Any]

    @cached_property
    def session(self) -> Any:
        """Open the model; raises EngineError where it is damaged."""
        return self.open()

    def __call__(self, batch: NDArray[Any]) -> NDArray[Any]:
        """Run the model on one input; raise EngineError where the runtime fails."""
        feed = {self.session.get_inputs()[0].name: batch}
        try:
            (out,) = self.session.run(None, feed)
        except onnx_errors() as error:
            raise EngineError(f"model {self.name}: failed on an input of shape {batch.shape}: {error}") from error
        return np.asarray(out)

    def metadata(self, key: str) -> str:
        """Give one value of the model's metadata, empty where there is none."""
        return str(self.session.get_modelmeta().custom_metadata_map.get(key, ""))


@lru_cache(maxsize=8)
def open_model(name: str) -> Model:
    """Find a shipped model, once a process, which opens when it is used; raises EngineError where there is none."""
    path = MODELS / f"{name}.onnx"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EngineError(f"{path}: the model cannot be read ({error.strerror}); install figway again") from None
    return Model(name, hashlib.sha256(data).hexdigest(), partial(_session, path))


def _session(path: Path) -> Any:
    """Open a model on one thread: results never depend on the number of cores."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    except onnx_errors() as error:
        raise EngineError(f"{path}: the model is damaged ({error}); install figway again") from error
