"""Read pathways of PathVisio and WikiPathways (GPML 2013a and 2021) into networks."""

from figway.gpml.read import Pathway, read, read_file

__all__ = ["Pathway", "read", "read_file"]
