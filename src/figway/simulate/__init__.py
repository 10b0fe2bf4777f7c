"""Turn signed networks into logic models that can be simulated: attractors, reachability, perturbations."""

from figway.simulate.default import Influence, default_model
from figway.simulate.dynamics import Attractor, Reach, attractors, reach
from figway.simulate.figure import Influences, figure_model, influences
from figway.simulate.formats import load_model, read_bnet, save_model, write_bnet
from figway.simulate.model import LogicModel
from figway.simulate.perturb import Effect, Outcome, measure, scan
from figway.simulate.qual import write_qual
from figway.simulate.rules import apply_rules, read_rules, write_rules

__all__ = [
    "Attractor",
    "Effect",
    "Influence",
    "Influences",
    "LogicModel",
    "Outcome",
    "Reach",
    "apply_rules",
    "attractors",
    "default_model",
    "figure_model",
    "influences",
    "load_model",
    "measure",
    "reach",
    "read_bnet",
    "read_rules",
    "save_model",
    "scan",
    "write_bnet",
    "write_qual",
    "write_rules",
]
