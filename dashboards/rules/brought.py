"""What a rule file brings of its own: state that every dyad carries on, the rules by which it moves, and parameters."""

from html import escape

import solara

from dashboards.rules.facts import own_rules
from dashboards.rules.file import Standing
from dashboards.rules.parts import source_of_own, table
from dashboards.rules.state import change
from model.parameters import Number
from model.rule_files.brought import BEGINS, State
from model.rules import Rules


@solara.component
def Brings(now: Standing, said: Rules) -> None:
    """The states, the parameters, and the rules of the file in force that the model does not have; nothing where there are none."""
    if not (said.brought.states or said.brought.numbers):
        return
    with solara.Div(classes=["rules-card", "rules-brought"]):
        solara.HTML(tag="h2", unsafe_innerHTML="What it brings of its own")
        Stale(now)
        solara.HTML(unsafe_innerHTML=states(said) + numbers(said.brought.numbers))
        for name in own_rules(said):
            Named(name)
            solara.HTML(unsafe_innerHTML=source_of_own(name, said))


def states(said: Rules) -> str:
    """The states that every dyad carries on, each with its meaning, its range, and where it begins."""
    rows = "".join(
        f'<tr><td>{s.name}</td><td>{escape(s.meaning)}</td><td data-name="range">{escape(s.range_and_unit)}</td>'
        f'<td data-name="begins">{begins(s, said)}</td></tr>'
        for s in said.brought.states
    )
    return f"<h3>State that every dyad carries on</h3>{table(('word', 'meaning', 'range', 'begins'), rows)}" if rows else ""


def begins(state: State, said: Rules) -> str:
    """Where a state begins: by the rule of the file that says so, or at the number that it declares."""
    rule = f"{state.name}_{BEGINS}"
    return f"by <code>{rule}</code>" if rule in said.mine else f"at {state.start:g}"


def numbers(brought: tuple[Number, ...]) -> str:
    """The parameters that the file brings, each with its meaning, its default and its range."""
    rows = "".join(
        f'<tr><td>p.{n.short}</td><td>{escape(n.meaning)}</td><td class="range" data-name="default">{n.default:g}</td>'
        f'<td data-name="range">{escape(n.range_and_unit)}</td></tr>'
        for n in brought
    )
    heads = ("parameter", "meaning", "default", "range")
    return f"<h3>Parameters, which the clinic page turns</h3>{table(heads, rows)}" if rows else ""


@solara.component
def Stale(now: Standing) -> None:
    """By which rules this is, where the file says something else by now."""
    if now.lived != now.text:
        solara.Div(classes=["rules-stale"], children=[f"These are {now.in_words}, which all other pages show."])


@solara.component
def Named(name: str) -> None:
    """The name of a rule above its source, and the way to all about it."""
    with solara.Row(gap="12px", style={"align-items": "baseline", "flex-wrap": "wrap"}):
        solara.HTML(tag="h3", unsafe_innerHTML=name, style={"font-family": "monospace", "font-size": "18px"})
        solara.Button("All about it", text=True, small=True, icon_name="mdi-information-outline", on_click=lambda: change(rule=name))
