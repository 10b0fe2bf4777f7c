"""Write the kinetic companion of the reference system as SBML, from its table.

    python training/examples/kinetic.py

Run it after each change of src/figway/examples/mam/kinetic.yml; a test compares the two.
"""

from __future__ import annotations

from figway.simulate.kinetic import kinetic_table, sbml_path
from figway.simulate.odes import write_sbml

if __name__ == "__main__":
    sbml_path().write_bytes(write_sbml(kinetic_table()))
