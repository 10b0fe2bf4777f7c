"""Name the errors of the ONNX runtime, which have no base of their own."""

from __future__ import annotations

from functools import lru_cache

_NAMES = ("EPFail", "Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NotImplemented", "RuntimeException")


@lru_cache(maxsize=1)
def onnx_errors() -> tuple[type[Exception], ...]:
    """Give what the runtime raises on a damaged model or an input that it cannot take."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return (RuntimeError, *(getattr(state, name) for name in _NAMES if hasattr(state, name)))
