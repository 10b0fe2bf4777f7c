"""Make a dated folder of what people download of a library: gene sets, tables, records, images, checksums, changes."""

from figway.release.make import Released, make_release

__all__ = ["Released", "make_release"]
