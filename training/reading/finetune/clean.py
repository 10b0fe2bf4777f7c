"""Leave out the real lines that a newer model reads otherwise: one of the two is wrong.

    python training/reading/finetune/clean.py DATA MODEL OUT

A second round of training starts from what is left. The lines held back for judging stay as they are.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
from data import write

from figway.read.crops import batches, cut, stack
from figway.read.ctc import decode


def main() -> None:
    source, model, out = (Path(a) for a in sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].replace("\n", "") + " "
    left = 0
    for path in sorted(source.glob("*.pkl")):
        if path.stem.startswith("drawn"):
            if not (out / path.name).exists():
                os.link(path, out / path.name)
            continue
        lines = pickle.loads(path.read_bytes())
        crops = [cut(picture, corners) for picture, corners, _, _ in lines]
        same = [kind.startswith("held") for *_, kind in lines]
        for group in batches(crops):
            (probs,) = session.run(None, {"x": stack([crops[i] for i in group])})
            for i, one in zip(group, np.asarray(probs, np.float32), strict=True):
                same[i] |= decode(one, characters).text.strip() == lines[i][2]
        left += len(same) - sum(same)
        write(out / path.name, [line for line, keep in zip(lines, same, strict=True) if keep])
    print(f"{left} lines left out")


if __name__ == "__main__":
    main()
