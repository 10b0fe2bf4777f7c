"""Write networks and gene sets in the formats of other tools: one module a format, one line a format here."""

from figway.export.registry import FORMATS, Format, find

__all__ = ["FORMATS", "Format", "find"]
