"""Pictures of the README and of pages, drawn by the runs that they are said to show."""

from collections.abc import Callable, Mapping

from matplotlib.figure import Figure

from docs.making import followed
from experiments import sweep
from experiments.drawing import figures
from model import simulate


def alliance_courses() -> Figure:
    """The alliance in a routine clinic, by how therapies ended: `dyads run`."""
    return figures.alliance_courses(simulate("standard"))


def heat_map_dropout() -> Figure:
    """Dropout by therapists' empathy and skill in repair: `dyads sweep repair-empathy`."""
    return sweep("repair-empathy").heat_map("dropout")


PICTURES: Mapping[str, Callable[[], Figure]] = {
    "alliance_courses": alliance_courses,
    "heat_map_dropout": heat_map_dropout,
    "tour_therapy": followed.picture,
}
"""What is drawn, by the names of the files in `docs/images/`; those of the evidence are drawn with it."""
