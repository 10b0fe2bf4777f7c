"""Put what a benchmark prints into a page, between the comments that name it.

    python benchmarks/score.py --library LIBRARIES | python benchmarks/into.py docs/accuracy.md score

The page holds `<!-- score -->` and `<!-- /score -->`, each on a line of its own; what stands between is replaced.
"""

from __future__ import annotations

import sys
from pathlib import Path


def put(page: str, name: str, text: str) -> str:
    """Replace what stands between the two comments; raises ValueError where the page lacks them.

    >>> put("a\\n<!-- x -->\\nold\\n<!-- /x -->\\nb", "x", "new\\n")
    'a\\n<!-- x -->\\n\\nnew\\n\\n<!-- /x -->\\nb'
    """
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    before, found, rest = page.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page lacks the lines '{start.strip()}' and '{end}'")
    return f"{before}{start}\n{text.strip()}\n\n{end}{after}"


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    path, text = Path(sys.argv[1]), sys.stdin.read()
    print(text, end="")
    if not text.strip():
        print("into: nothing was printed, so the page stays as it is", file=sys.stderr)
        return 1
    path.write_text(put(path.read_text("utf-8"), sys.argv[2], text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
