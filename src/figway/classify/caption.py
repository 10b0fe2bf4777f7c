"""Score a caption: words and pairs of words, each with its weight."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from figway.errors import EngineError

WORDS = Path(__file__).parent / "models" / "caption.json"


def terms(caption: str) -> set[str]:
    """Give the words of a caption in small letters, and its pairs of neighbours.

    >>> sorted(terms("Proposed model (A)"))
    ['model', 'proposed', 'proposed model']
    """
    words = re.findall(r"[a-zβακγ]{2,}", caption.lower())
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


class CaptionScorer:
    """Turn a caption into log odds that its figure is a pathway figure."""

    def __init__(self, path: Path = WORDS) -> None:
        try:
            data = path.read_bytes()
            model = json.loads(data)
            self.bias: float = float(model["bias"])
            self.weights: dict[str, float] = model["weights"]
        except (OSError, ValueError, KeyError) as error:
            raise EngineError(f"{path}: the caption model cannot be read ({error}); install figway again") from error
        self.sha256 = hashlib.sha256(data).hexdigest()

    def __call__(self, caption: str) -> float | None:
        """Give the log odds, None where the caption says nothing that is known."""
        known = [self.weights[t] for t in sorted(terms(caption)) if t in self.weights]
        if not known:
            return None
        return self.bias + sum(known) / float(len(known) ** 0.5)


@lru_cache(maxsize=1)
def load() -> CaptionScorer:
    """Load the shipped words once a process; raises EngineError."""
    return CaptionScorer()
