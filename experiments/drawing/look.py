"""What every figure looks like, and how it shows itself in a notebook."""

from io import BytesIO
from typing import Any

import matplotlib
from matplotlib.figure import Figure

INK, GREY, GRID = "#222222", "#777777", "#dddddd"
STYLE: Any = {
    "font.size": 11, "axes.edgecolor": GREY, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlesize": 13, "axes.titlelocation": "left", "axes.titlepad": 14,
    "svg.hashsalt": "therapy-dyads", "text.parse_math": False, "svg.fonttype": "path", "figure.facecolor": "white",
}  # fmt: skip
ON_SCREEN = 80
"""Dots per inch in a notebook."""


class Drawing(Figure):
    """A figure that a notebook shows by itself, whether or not pyplot has been imported."""

    def _repr_png_(self) -> bytes:
        """The figure as PNG, in our style; the same figure gives the same bytes."""
        found = BytesIO()
        with matplotlib.rc_context(STYLE):
            self.savefig(found, format="png", dpi=ON_SCREEN, metadata={"Software": None})
        return found.getvalue()
