"""Turn published pathway figures into computable pathways."""

__version__ = "0.1.0"
