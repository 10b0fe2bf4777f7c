"""Show on the figure what was read and recognised: boxes, names and relations, coloured by kind.

`layout` decides what is drawn where, `svg` and `png` write it.
"""

from __future__ import annotations

from figway.overlay.png import overlay_png
from figway.overlay.svg import overlay_svg

__all__ = ["overlay_png", "overlay_svg"]
