"""Read lists of common English words: SCOWL's size classes or any list of a word a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def read_words(path: Path) -> Iterator[str]:
    """Go through the lower-case words of a list (a word a line, Latin-1 or ASCII), without possessives."""
    for line in path.read_text("latin-1").splitlines():
        word = line.strip()
        if word.isascii() and word.isalpha() and word.islower():
            yield word
