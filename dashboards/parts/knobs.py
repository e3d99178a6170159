"""What is turned, chosen and typed on the pages; sliders are made from the declared parameters, with their meaning on hover."""

from collections.abc import Callable, Mapping
from math import inf

import reacton.ipyvuetify as rv
import solara

from experiments.designs.ranges import STEPS, bounds
from model.parameters import NUMBERS, Number
from model.units import UNIT

GROUPS = {"therapists": "Therapists", "clients": "Clients", "rules": "How sessions go", "ratings": "Questionnaires", "clinic": "The clinic"}
NAMES = {
    "clinic.dyads": "dyads",
    "clinic.planned_sessions": "sessions at most",
    "clinic.feedback": "feedback every session",
    "clinic.training": "training of therapists",
    "therapists.repair_skill": "skill in repair",
    "therapists.empathic_accuracy": "empathy: how well it understands",
    "therapists.empathic_expression": "empathy: how well it is said",
    "therapists.countertransference_management": "own reactions kept in hand",
    "clients.expectation": "help expected of therapy",
    "clients.distress": "distress at intake",
    "rules.dropout_alliance": "a weak alliance drives out",
    "rules.bond_carries": "technique needs the bond",
    "rules.channel_matters": "change needs tasks and goals",
    "rules.repair_bonus": "a repair strengthens the bond",
    "rules.results_lift": "results lift the alliance",
}
"""Parameters, and what people have more or less of, whose own names say too little; one place for all pages."""
KINDS = {"mean": ("", "the mean"), "sd": (", spread", "how far they differ (SD)"), "loading": (", shared factor", "")}
"""What may be declared of a trait: as it is written behind the trait's name, and in a sentence."""


def short(name: str) -> str:
    """A parameter's name in plain words, where it stands among its like."""
    trait, _, kind = name.rpartition(".")
    trait, behind = (trait, KINDS[kind][0]) if kind in KINDS else (name, "")
    return NAMES.get(trait, trait.partition(".")[2].replace("_", " ").replace(".", " ")) + behind


def plain(name: str) -> str:
    """The same with whose it is: `therapists.repair_skill.mean` is "skill in repair (therapists)"."""
    group = name.partition(".")[0]
    return f"{short(name)} ({GROUPS.get(group, group).lower()})"


def explained(number: Number) -> str:
    """What a knob is, in plain words: meaning, range, default, source."""
    who, of_people, what = number.meaning.partition(" population's ")
    meaning = what.partition(": ")[2] if of_people else number.meaning
    whose = f": {KINDS[number.short][1]} of all {who.removeprefix('the ')}s" if of_people and number.short in KINDS else ""
    unit = "" if number.unit in (UNIT, "") else f" {number.unit}"
    reach = f"From {number.low:g} to {number.high:,.6g}{unit}" if number.low > -inf else "Any finite number"
    return f"{meaning[:1].upper()}{meaning[1:]}{whose}. {reach}; {number.default:g} unless changed. Source: {number.source}."


def about(number: Number) -> str:
    """What a knob is, and last the name by which commands and files know it."""
    return f"{explained(number)} ({number.name})"


def step_of(number: Number) -> float:
    """How far one press of an arrow key moves a slider."""
    return max(1.0, round((number.high - number.low) / STEPS)) if number.whole else (number.high - number.low) / STEPS


@solara.component
def Knob(
    of: str | Number,
    value: float,
    on_value: Callable[[float], object],
    label: str = "",
    sd: float | None = None,
    ends: tuple[float, float, float] | None = None,
) -> None:
    """A slider for one parameter; for a mean, `sd` says how far people differ around it. `ends` are others than its own, with a step."""
    number = NUMBERS[of] if isinstance(of, str) else of
    low, high, step = ends or (*bounds(number, sd), step_of(number))

    def moved(to: float) -> None:
        """Say that it moved; a slider that only rounds a value to its own steps, as it does when it appears, has not."""
        if abs(to - value) > 0.51 * step:
            on_value(to)

    title = label or plain(number.name)
    digits = 0 if number.whole else 2
    with solara.Column(gap="0px", style={"min-width": "220px", "flex": "1 1 220px"}):
        Above(
            number,
            solara.Row(
                justify="space-between", style={"font-size": "17px"},
                children=[
                    solara.Text(title),
                    solara.Text(f"{value:.{digits}f}", style={"font-weight": "600", "font-variant-numeric": "tabular-nums"}),
                ],
            ),
        )  # fmt: skip
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
def Above(number: Number, shown: solara.Element) -> None:
    """What a knob is, above it when one points at its name, so that the slider beneath stays free."""

    def listen() -> None:
        """Have the tooltip hear of the pointer, which wants the widget itself."""
        solara.get_widget(shown).v_on = "tooltip.on"

    solara.use_effect(listen, [shown])
    rv.Tooltip(
        top=True, max_width="380px", v_slots=[{"name": "activator", "variable": "tooltip", "children": [shown]}],
        children=[
            solara.Div(children=[explained(number)], style={"font-size": "16px"}),
            solara.Div(children=[number.name], style={"font-size": "13px", "opacity": ".8"}),
        ],
    )  # fmt: skip


FOLD = """
.dyads-fold { display: none !important; }
@media (max-width: 900px) {
  .dyads-fold { display: inline-flex !important; align-self: stretch; min-height: 44px; }
  .dyads-folds:not(.open) > :not(.dyads-fold) { display: none !important; }
}
"""
"""On a narrow screen what is turned lies folded above what it changes."""


@solara.component
def Settings(classes: list[str], gap: str = "10px", children: list | None = None) -> None:
    """All that is turned on a page: at the side, and on a narrow screen at the top, folded."""
    opened, set_opened = solara.use_state(False)
    solara.Style(FOLD)
    fold = solara.Button(
        "Settings", icon_name="mdi-chevron-up" if opened else "mdi-tune", outlined=True, classes=["dyads-fold"],
        on_click=lambda: set_opened(not opened), attributes={"aria-expanded": str(opened).lower()},
    )  # fmt: skip
    solara.Column(
        gap=gap, classes=[*classes, "dyads-controls", "dyads-folds", *(["open"] if opened else [])], children=[fold, *(children or [])]
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
