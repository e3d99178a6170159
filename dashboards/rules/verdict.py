"""The verdict on a rule file: each gate with a tick or with what is wrong, and the faulty lines."""

import reacton.ipyvuetify as rv
import solara

from dashboards.rules.file import COMPILING, FAULTY, IN_FORCE, TRYING, Standing
from dashboards.rules.source import faulty, placed
from model.trial.gates import GATES, Gate

SIGNS = {"held": "✓", "failed": "✗", "later": "–"}
"""How a gate is marked."""
SAID = {"held": "passed", "failed": "failed", "later": "not tried yet"}


def how_it_went(name: str, gates: tuple[Gate, ...]) -> str:
    """Whether a gate held, failed, or is yet to come."""
    gate = next((g for g in gates if g.name == name), None)
    return "later" if gate is None else "failed" if gate.faults else "held"


def status(now: Standing) -> str:
    """How it stands, in a sentence."""
    file = now.path.name
    if now.state == TRYING:
        return f"{file} is being tried …"
    if now.state == FAULTY:
        return f"{file} has faults. All pages show {now.in_words}."
    if now.state == COMPILING:
        shown = f" Until then they show {now.in_words}." if now.rules is not None else ""
        return f"{file} keeps its contract. The other pages follow when its session is compiled, in ten seconds or more.{shown}"
    return f"{file} keeps its contract, and is in force on all pages."


@solara.component
def Verdict(now: Standing) -> None:
    """Each gate, and what is wrong where."""
    with solara.Div(classes=["rules-card", "rules-verdict"]):
        solara.HTML(tag="h2", unsafe_innerHTML="Does it keep its contract?")
        with solara.Div(classes=["rules-status"], attributes={"role": "status", "aria-live": "polite"}):
            solara.Text(status(now))
        if now.state in (TRYING, COMPILING):
            solara.ProgressLinear(True)
        Gates(now)
        if now.state == FAULTY:
            solara.HTML(unsafe_innerHTML=faulty(now.text, now.path, now.faults), style={"margin-top": "14px"})
        elif now.state == IN_FORCE:
            solara.Text(f"Passed at {now.lived_at}. Change the file and save it: this page follows by itself.", classes=["quiet"])


@solara.component
def Gates(now: Standing) -> None:
    """The list of gates."""
    items = []
    for name, (title, meaning) in GATES.items():
        how = how_it_went(name, now.gates)
        sign = solara.Div(classes=["sign"], children=[SIGNS[how]], attributes={"aria-label": SAID[how], "role": "img"})
        parts = [sign, solara.HTML(tag="b", unsafe_innerHTML=title), solara.Div(children=[meaning])]
        if how == "failed":
            parts += [solara.Div(classes=["fault"], children=[placed(fault)]) for fault in now.faults]
        items.append(rv.Html(tag="li", class_=how, children=parts))
    rv.Html(tag="ul", class_="rules-gates", children=items)
