"""A clinic on Mesa's own page, as Mesa's users expect it: `solara run dashboards/mesa_page.py`.

Each browser tab gets a clinic of its own: one at module level would be shared by all visitors.
"""

from typing import Any

import solara
from mesa.visualization import SolaraViz, make_plot_component

from model import Clinic
from model.parameters import NUMBERS

SLIDERS = ("therapists.empathic_accuracy.mean", "therapists.repair_skill.mean", "clients.attachment_anxiety.mean", "rules.rupture_strain")


def slider(name: str) -> dict[str, Any]:
    """A slider made from the declaration of a parameter."""
    n = NUMBERS[name]
    label = name.replace(".mean", "").replace("_", " ").replace(".", ": ")
    return {"type": "SliderFloat", "value": n.default, "label": label, "min": n.low, "max": n.high, "step": (n.high - n.low) / 100}


PARAMETERS: dict[str, Any] = {"rng": {"type": "InputText", "value": 1, "label": "seed"}} | {name: slider(name) for name in SLIDERS}


@solara.component
def Page() -> None:
    """The page: weekly figures of a small clinic, with sliders."""
    clinic = solara.use_memo(lambda: Clinic("small", rng=1), [])
    plots = solara.use_memo(
        lambda: [
            make_plot_component({"in_therapy": "tab:blue", "waiting": "tab:gray"}),
            make_plot_component({"dropout": "tab:orange", "agreed": "tab:green"}),
            make_plot_component({"alliance": "tab:purple"}),
        ],
        [],
    )
    SolaraViz(clinic, components=plots, model_params=PARAMETERS, name="Therapy dyads, week by week")
