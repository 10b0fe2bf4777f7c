"""Count the lines that models read exactly, on lines held back from training.

python training/reading/finetune/check.py DATA MODEL [MODEL ...]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
from lines import Crop, held, load

from figway.read.crops import batches, stack
from figway.read.ctc import decode


def exact(session: ort.InferenceSession, crops: list[Crop]) -> tuple[float, float]:
    """Give the share of crops read exactly, and the share read exactly but for case."""
    characters = session.get_modelmeta().custom_metadata_map["character"].replace("\n", "") + " "
    pixels, right, near = [c for c, _ in crops], 0, 0
    for group in batches(pixels):
        (probs,) = session.run(None, {"x": stack([pixels[i] for i in group])})
        for i, one in zip(group, np.asarray(probs, np.float32), strict=True):
            text = decode(one, characters).text.strip()
            right += text == crops[i][1]
            near += text.casefold() == crops[i][1].casefold()
    return right / max(1, len(crops)), near / max(1, len(crops))


def main() -> None:
    sets = held(load(Path(sys.argv[1])))
    print({k: len(v) for k, v in sets.items()})
    for path in sys.argv[2:]:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        shares = {k: exact(session, v) for k, v in sets.items()}
        print(path, *(f"{k}: {a:.3f}/{b:.3f}" for k, (a, b) in shares.items()), sep=" | ", flush=True)


if __name__ == "__main__":
    main()
