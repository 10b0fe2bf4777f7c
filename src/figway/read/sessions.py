"""Open the ONNX models that figway ships."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from figway.errors import EngineError
from figway.onnx import onnx_errors

MODELS = Path(__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class Model:
    """Hold an open model; `sha256` is that of its file."""

    name: str
    sha256: str
    session: Any

    def __call__(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run the model on one input; raise EngineError where the runtime fails."""
        feed = {self.session.get_inputs()[0].name: batch}
        try:
            (out,) = self.session.run(None, feed)
        except onnx_errors() as error:
            raise EngineError(f"model {self.name}: failed on an input of shape {batch.shape}: {error}") from error
        return np.asarray(out, dtype=np.float32)

    def metadata(self, key: str) -> str:
        """Give one value of the model's metadata, empty where there is none."""
        return str(self.session.get_modelmeta().custom_metadata_map.get(key, ""))


@lru_cache(maxsize=8)
def open_model(name: str) -> Model:
    """Open a shipped model, once a process, on one thread: results never depend on the number of cores."""
    path = MODELS / f"{name}.onnx"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EngineError(f"{path}: the model cannot be read ({error.strerror}); install figway again") from None
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True
    options.log_severity_level = 3
    try:
        session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except onnx_errors() as error:
        raise EngineError(f"{path}: the model is damaged ({error}); install figway again") from error
    return Model(name, hashlib.sha256(data).hexdigest(), session)
