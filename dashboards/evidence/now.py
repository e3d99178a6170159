"""The part of the page of evidence that scores the rules in force: begin, see how far it is, stop, and what came of it."""

import solara

from dashboards.evidence.scoring import Scoring
from dashboards.parts.frame import Faults
from dashboards.parts.widgets import Pulse
from experiments.evidence.scorecard import reproduced
from experiments.evidence.shipped import Shipped
from model.rules import Rules

BEAT = 0.7
"""Seconds from one look to the next."""


def progress(scoring: Scoring) -> str:
    """How far it is, in words."""
    left = "" if scoring.seconds_left is None else f"; about {max(1, round(scoring.seconds_left))} s left"
    first = "" if scoring.done else " Rules that are new here are compiled first, which takes some seconds."
    return f"{scoring.done} of {scoring.most} clinics{left}.{first}"


def came_of_it(scoring: Scoring, said: Rules) -> str:
    """What the scores so far say."""
    hits, counted = reproduced(scoring.scores)
    same = "rules of your own" if said.replaced else "the default rules, so that they must end where the shipped ones stand"
    return f"Scored now, after {scoring.done} of {scoring.most} clinics: {hits} of {counted} are met. These are {same}."


@solara.component
def Now(scoring: Scoring, kept: Shipped, said: Rules) -> None:
    """Score the rules in force in the background, beside the shipped scores."""
    Faults(scoring.faults)
    if scoring.busy:
        Pulse(seconds=BEAT, event_beat=lambda *_: scoring.order("look"))
    with solara.Div(classes=["evidence-now"], attributes={"role": "status"}):
        if scoring.busy:
            solara.ProgressLinear(100 * scoring.done / scoring.most if scoring.done else True)
            solara.Text(progress(scoring))
            solara.Button("Cancel", icon_name="mdi-close", outlined=True, on_click=lambda: scoring.order("stop"))
        elif scoring.done < scoring.most:
            solara.Button(
                "Go on" if scoring.done else "Score it now",
                icon_name="mdi-play",
                outlined=True,
                on_click=lambda: scoring.order("go"),
                attributes={"title": f"Live {kept.clinics} again, under the rules in force, in the background"},
            )
        if scoring.scores:
            solara.Text(came_of_it(scoring, said))
        elif not scoring.busy:
            solara.Text(f"The rules in force, in the same clinics and under the same luck: {kept.clinics}.", classes=["quiet"])
