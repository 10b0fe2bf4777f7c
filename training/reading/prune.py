"""Cut the published reading models to what figures need.

    python training/reading/prune.py OUT [--models FOLDER]

The recogniser's last layer scores 18,710 characters, nearly all of them Chinese, and takes most of its time. Only the
columns of the characters in `KEPT` stay. Both models are raised to operator set 13 and simplified. What is written is
still in 32 bits: `rec.onnx` goes on to training and export, `det.onnx` to `detector.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import onnx
from onnx import numpy_helper, version_converter

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
ASCII = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
ACCENTED = "ÄÅÆÇÉÖØÜßàáâãäåæçèéêëìíîïñòóôõöøùúûü"
GREEK = "ΑΒΓΔΕΖΗΘΚΛΜΞΠΣΦΨΩαβγδεζηθικλμνξπρστυφχψωϕϑϵ"
SIGNS = "±·×÷®©°µ¹²³†‡•–—‘’“”…′″™∆∇−√∞∝∼≈≠≡≤≥∙⊕⊖⊗⊥⊣"
SMALL = "⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ₀₁₂₃₄₅₆₇₈₉₊₋"
ARROWS = "←↑→↓↔↕⇄⇆⇋⇌⇑⇒⇓⇔"
MARKS = "①②③④⑤⑥⑦⑧⑨⑩●○■□▲△▼▽◆★"
KEPT = LETTERS + ASCII + ACCENTED + GREEK + SIGNS + SMALL + ARROWS + MARKS
OUTPUT_WEIGHT, OUTPUT_BIAS = "linear_8.w_0", "linear_8.b_0"


def characters(model: onnx.ModelProto) -> list[str]:
    """List the recogniser's characters as its metadata holds them."""
    (value,) = (p.value for p in model.metadata_props if p.key == "character")
    return value.split("\n")


def cut_output(model: onnx.ModelProto, kept: str) -> None:
    """Keep the blank, the given characters and the space in the recogniser's last layer, in that order."""
    known = characters(model)
    if not known[-1]:
        known.pop()
    chosen = [c for c in known if c in set(kept)]
    missing = sorted(set(kept) - set(known))
    print(f"{len(chosen)} characters kept; the model has no {missing}")
    columns = [0, *(known.index(c) + 1 for c in chosen), len(known) + 1]
    for tensor in model.graph.initializer:
        if tensor.name in (OUTPUT_WEIGHT, OUTPUT_BIAS):
            cut = numpy_helper.to_array(tensor)[..., columns].copy()
            tensor.CopyFrom(numpy_helper.from_array(cut, tensor.name))
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(columns)
    for prop in model.metadata_props:
        if prop.key == "character":
            prop.value = "\n".join(chosen)


def simplify(model: onnx.ModelProto, path: Path) -> None:
    """Raise the operator set, fold constants and fuse what fuses; write the model to `path`."""
    from onnxruntime.quantization.shape_inference import quant_pre_process

    del model.graph.value_info[:]
    raised = version_converter.convert_version(model, 13)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(raised, plain)
        quant_pre_process(plain, path, skip_symbolic_shape=True)
    done = onnx.load(path)
    del done.metadata_props[:]
    done.metadata_props.extend(model.metadata_props)
    onnx.save(done, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--models", type=Path, help="folder of the rapidocr models; by default the installed ones")
    args = parser.parse_args()
    import rapidocr

    source = args.models or Path(rapidocr.__file__).parent / "models"
    args.out.mkdir(parents=True, exist_ok=True)
    recogniser = onnx.load(source / "PP-OCRv6_rec_small.onnx")
    cut_output(recogniser, KEPT)
    simplify(recogniser, args.out / "rec.onnx")
    simplify(onnx.load(source / "PP-OCRv6_det_small.onnx"), args.out / "det.onnx")
    for path in sorted(args.out.glob("*.onnx")):
        print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
