"""Where the numbers of the model come from, and what the findings pin down of the fitted ones, for the page of evidence."""

from importlib.resources import files

import pandas as pd

from experiments.drawing.markdown import markdown
from model.parameters import FROZEN, NUMBERS, SEARCHED


def kind_of(name: str) -> str:
    """Where a number comes from, in a word or two."""
    source = NUMBERS[name].source
    if name in SEARCHED:
        return "fitted"
    if "by hand" in source:
        return "set by hand"
    return "assumed" if source.startswith("assumed") else "published or from memory, in direction or size"


def kinds() -> dict[str, int]:
    """How many numbers come from where, most first."""
    return {str(kind): int(n) for kind, n in pd.Series([kind_of(n) for n in NUMBERS]).value_counts().items()}


def parameters() -> str:
    """Where the numbers come from."""
    return markdown(["source", "numbers"], list(kinds().items()))


def pinned() -> pd.DataFrame:
    """How far the findings pin down each fitted number, as calibration left it."""
    with files("experiments.calibrating").joinpath(f"{FROZEN}.csv").open("rb") as file:
        return pd.read_csv(file)


def identifiability() -> str:
    """What the findings pin down, from the table that calibration left."""
    table = pinned()
    body = [[r.parameter, f"{r.value:.3g}", f"[{r.low:.3g}, {r.high:.3g}]", f"{r.left_of_prior_sd:.2f}", r.verdict, r.told_most_by]
            for r in table.sort_values("left_of_prior_sd").itertuples(index=False)]  # fmt: skip
    n = table["verdict"].value_counts()
    says = (
        f"{n.get('pinned', 0)} of {len(table)} are pinned down (less than half of the prior SD is left), "
        f"{n.get('informed', 0)} informed, {n.get('loose', 0)} left loose.\n\n"
    )
    return says + markdown(["parameter", "value", "95 % interval", "left of prior SD", "", "told most by"], body)
