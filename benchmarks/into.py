"""Put what a benchmark prints into a page, between the comments that name it.

    python benchmarks/score.py --library LIBRARIES | python benchmarks/into.py docs/accuracy.md score --code
    python benchmarks/recognition.py --library LIBRARIES | python benchmarks/into.py docs/accuracy.md recognition

With --code the text becomes a block of code. The page holds `<!-- score -->` and `<!-- /score -->`, each on a line of its own; what stands between is replaced.
"""

from __future__ import annotations

import argparse
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("name", help="what the comments of the place say")
    parser.add_argument("--code", action="store_true", help="put the text as a block of code")
    args = parser.parse_args()
    text = sys.stdin.read()
    print(text, end="")
    if not text.strip():
        print("into: nothing was printed, so the page stays as it is", file=sys.stderr)
        return 1
    block = f"```text\n{text.strip()}\n```" if args.code else text
    args.page.write_text(put(args.page.read_text("utf-8"), args.name, block), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
