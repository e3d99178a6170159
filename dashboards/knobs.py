"""What is turned, chosen and typed on the pages; sliders are made from the declared parameters, with their meaning on hover."""

from collections.abc import Callable, Mapping

import reacton.ipyvuetify as rv
import solara

from experiments.ranges import STEPS, bounds
from model.parameters import NUMBERS, Number

GROUPS = {"therapists": "Therapists", "clients": "Clients", "rules": "How sessions go", "ratings": "Questionnaires", "clinic": "The clinic"}


def plain(name: str) -> str:
    """A parameter's name in plain words: `therapists.repair_skill.mean` is "repair skill (therapists)"."""
    group, _, rest = name.partition(".")
    words, _, which = rest.rpartition(".") if rest.endswith((".mean", ".sd", ".loading")) else (rest, "", "mean")
    kind = {"mean": "", "sd": ", spread", "loading": ", shared factor"}.get(which, "")
    return f"{words.replace('_', ' ').replace('.', ' ')}{kind} ({GROUPS.get(group, group).lower()})"


def about(number: Number) -> str:
    """What a knob is: meaning, range, default, source."""
    return f"{number.name}: {number.meaning}. {number.range_and_unit}; default {number.default:g}. Source: {number.source}."


def step_of(number: Number) -> float:
    """How far one press of an arrow key moves a slider."""
    return max(1.0, round((number.high - number.low) / STEPS)) if number.whole else (number.high - number.low) / STEPS


@solara.component
def Knob(
    name: str,
    value: float,
    on_value: Callable[[float], object],
    label: str = "",
    sd: float | None = None,
    ends: tuple[float, float, float] | None = None,
) -> None:
    """A slider for one parameter; for a mean, `sd` says how far people differ around it. `ends` are others than its own, with a step."""
    number = NUMBERS[name]
    low, high, step = ends or (*bounds(name, sd), step_of(number))

    def moved(to: float) -> None:
        """Say that it moved; a slider that only rounds a value to its own steps, as it does when it appears, has not."""
        if abs(to - value) > 0.51 * step:
            on_value(to)

    title = label or plain(name)
    digits = 0 if number.whole else 2
    with solara.Column(gap="0px", style={"min-width": "220px", "flex": "1 1 220px"}):
        with solara.Tooltip(about(number)), solara.Row(justify="space-between", style={"font-size": "17px"}):
            solara.Text(title)
            solara.Text(f"{value:.{digits}f}", style={"font-weight": "600", "font-variant-numeric": "tabular-nums"})
        rv.Slider(
            v_model=value,
            on_v_model=moved,
            min=low,
            max=high,
            step=step,
            hide_details=True,
            dense=True,
            attributes={"aria-label": title},
        )


@solara.component
def Choice(label: str, options: Mapping[str, str], value: str, on_value: Callable[[str], object], width: str = "220px") -> None:
    """One of several options, which are given by what they stand for with the words that are shown."""
    rv.Select(
        label=label,
        v_model=value,
        items=[{"value": value, "text": text} for value, text in options.items()],
        on_v_model=on_value,
        hide_details=True,
        dense=True,
        outlined=True,
        style_=f"flex: 1 1 {width}; min-width: min({width}, 100%)",
        attributes={"aria-label": label},
    )


@solara.component
def Words(label: str, value: str, on_value: Callable[[str], object], width: str = "120px", kind: str = "text") -> None:
    """Something that is typed; it counts when the field is left, or Enter is pressed."""
    typed, set_typed = solara.use_state_or_update(value)
    field = rv.TextField(
        label=label,
        v_model=typed,
        on_v_model=lambda text: set_typed(str(text)),
        hide_details=True,
        dense=True,
        outlined=True,
        type=kind,
        style_=f"flex: 0 1 {width}; min-width: {width}",
        attributes={"aria-label": label},
    )
    rv.use_event(field, "blur", lambda *_: typed != value and on_value(typed))
    rv.use_event(field, "keyup.enter", lambda *_: typed != value and on_value(typed))
