"""What the pages let one choose in the same way: the scenario, the luck, and a way back for each setting that was changed."""

from collections.abc import Callable

import solara

from dashboards.parts.knobs import Choice, Words
from model.scenario import names_shipped, shipped

LUCK = "Luck (seed)"
"""What stands at the seed."""


@solara.component
def ScenarioChoice(value: str, on_value: Callable[[str], object], standing: str = "") -> None:
    """One of the shipped scenarios; `standing` says, on hover, what it stands for on this page."""
    titles = {name: shipped()[name].title or name for name in ("standard", *names_shipped())}
    with Held(standing):
        Choice("Scenario", titles, value, on_value)


@solara.component
def LuckChoice(shown: int, on_seed: Callable[[int], object], standing: str = "") -> None:
    """The seed, where a whole number is typed; what is none changes nothing."""

    def typed(text: str) -> None:
        """Take what was typed, if it can be a seed."""
        if text.isascii() and text.isdigit() and len(text) < 16:
            on_seed(int(text))

    with Held(standing):
        Words(LUCK, str(shown), typed, "100%", "number")


def Held(standing: str = "") -> solara.Element:
    """Holds a control, and says what it is for; in a column alone a control would take its width for its height."""
    return solara.Div(attributes={"title": standing} if standing else {})


@solara.component
def WayBack(words: str, name: str, on_click: Callable[[], object]) -> None:
    """A button that says how a setting, `name` in plain words, differs, and sets it back."""
    button = solara.Button(words, on_click=on_click, outlined=True, small=True, icon_name="mdi-close", classes=["dyads-back"])
    button.kwargs["attributes"] = {"aria-label": f"Set back {name}"}
