"""Count what is read of a folder of pathways, and what figures share with them, by identifier and by family.

python benchmarks/comparing.py GPML [--library LIBRARY] | python benchmarks/into.py docs/compare.md compare --code
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from figway.compare import Comparison, Content, Families, Keys, nearest
from figway.errors import InputError
from figway.gpml import Pathway, read_file
from figway.library import Library
from figway.network import build


def read(folder: Path) -> list[Pathway]:
    """Read all pathways and print the totals."""
    paths, found = sorted(folder.glob("*.gpml")), []
    begin = time.process_time()
    for path in paths:
        try:
            found.append(read_file(path))
        except InputError as error:
            print(f"not read: {error}")
    seconds = time.process_time() - begin
    networks = [p.network for p in found]
    nodes, groups, edges = (sum(len(getattr(n, part)) for n in networks) for part in ("nodes", "groups", "edges"))
    print(f"pathways read   {len(found)} of {len(paths)}, {seconds:.0f} s of processor time")
    print(f"nodes {nodes:,}, groups {groups:,}, edges {edges:,}, loose interactions {sum(p.loose for p in found):,}")
    return found


def lay(library: Library, pathways: list[Pathway]) -> None:
    """Find the pathway nearest to each figure, without and with families, and print what they share."""
    keys, families = Keys(), Families()
    contents = [Content.of(p.network, keys) for p in pathways]
    figures = [Content.of(build(record), keys, "figure") for record in library]
    begin = time.process_time()
    print(f"\n{len(figures)} figures with their nearest pathway of {len(contents)}")
    print(
        "by                 figures with one  mean Jaccard  nodes  family matches  edges  edges by family  same sign  opposite"
    )
    first: dict[str, list[str]] = {}
    for name, kin in (("identifier", None), ("identifier+family", families)):
        best = [found[0] for f in figures if (found := nearest(f, contents, 1, kin))]
        first[name] = [c.figure + c.pathway for c in best]
        print(_row(name, best))
    moved = len(set(first["identifier+family"]) - set(first["identifier"]))
    print(
        f"another pathway is nearest with families for {moved} figures; {time.process_time() - begin:.0f} s of processor time"
    )


def _row(name: str, best: list[Comparison]) -> str:
    edges = [e for c in best for e in c.shared_edges]
    mean = sum(c.score for c in best) / len(best) if best else 0
    nodes, kin = sum(len(c.shared_nodes) for c in best), sum(len(c.family_matches) for c in best)
    by_family = sum(e.match == "family" for e in edges)
    signs = [sum(e.agreement == what for e in edges) for what in ("same", "opposite")]
    return f"{name:<18} {len(best):>16} {mean:>13.3f} {nodes:>6} {kin:>15} {len(edges) - by_family:>6} {by_family:>16} {signs[0]:>10} {signs[1]:>9}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--library", type=Path, help="a library whose figures are compared")
    args = parser.parse_args()
    pathways = read(args.folder)
    if args.library:
        lay(Library.open(args.library), pathways)
    return 0 if pathways else 1


if __name__ == "__main__":
    sys.exit(main())
