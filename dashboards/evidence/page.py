"""The page of evidence: every published finding beside what the model shows, what null models show too, what is wrong or assumed."""

import reacton.ipyvuetify as rv
import solara

from dashboards.evidence import numbers, words
from dashboards.evidence.downloads import Downloads
from dashboards.evidence.look import STYLE
from dashboards.evidence.now import Now
from dashboards.evidence.rows import detail, groups, picked, rows
from dashboards.evidence.scoring import drawn, use_scoring
from dashboards.evidence.state import (
    ALL,
    FINDINGS,
    HELP,
    LIMITS,
    NUMBERS,
    ONLY,
    PARTS,
    PATTERNS,
    SHOWN,
    Asked,
    asked_for,
    change,
    restore,
    toggle,
)
from dashboards.evidence.widgets import Forest
from dashboards.parts import address, bars
from dashboards.parts.frame import Faults, rules, use_restored
from dashboards.parts.knobs import Choice
from dashboards.parts.widgets import Address
from experiments.calibrating.origins import kinds
from experiments.evidence import prose
from experiments.evidence.score_tables import instead
from experiments.evidence.scorecard import Score
from experiments.evidence.shipped import Shipped, shipped
from experiments.evidence.targets import patterns
from experiments.evidence.themes import themes
from model.errors import DyadsError
from model.parameters import NUMBERS as DECLARED


@solara.component
def Page() -> None:
    """Why anybody should believe any of this."""
    faults = use_restored(restore)
    asked = asked_for.value
    Address(search=address.written(asked), title="Evidence · Therapy dyads")
    solara.Style(STYLE + bars.STYLE)
    with solara.Div(classes=["dyads", "evidence", "ready"]):
        Faults(faults)
        try:
            kept = shipped()
        except DyadsError as e:
            Faults(e.faults)
            return
        Faults(filter(None, [words.other_rules(rules())]))
        Head(kept)
        Tabs(asked)
        if asked.part == LIMITS:
            Limits(kept)
        elif asked.part == NUMBERS:
            Numbers(asked)
        else:
            Findings(asked, kept)


@solara.component
def Head(kept: Shipped) -> None:
    """The question, and the four figures that answer it in short."""
    rv.Html(tag="h2", children=["Why should anybody believe this?"])
    with solara.Div(classes=["evidence-keys"]):
        for key in words.keys(kept):
            with solara.Div(classes=["evidence-key"]):
                for tag, text in (("b", key.figure), ("strong", key.what), ("span", key.but)):
                    rv.Html(tag=tag, children=[text])


@solara.component
def Tabs(asked: Asked) -> None:
    """The parts of the page."""
    with solara.Div(classes=["evidence-tabs"]):
        for part, name in PARTS.items():
            here = part == asked.part
            solara.Button(
                name,
                text=True,
                classes=["here"] if here else [],
                on_click=lambda part=part: change(part=part, only=ALL, theme=ALL),
                attributes={"aria-current": "page" if here else "false", "title": HELP[part]},
            )


@solara.component
def Findings(asked: Asked, kept: Shipped) -> None:
    """The findings as a forest plot, with what is needed to read it."""
    shown = solara.use_memo(lambda: groups(asked), [asked])
    about = solara.use_memo(lambda: detail(asked), [asked.part, asked.open])
    further, said = asked.part == PATTERNS, rules()
    scoring = use_scoring(further, said)
    with solara.Div(classes=["evidence-two"]):
        with Folded("How to read this"):
            Points(words.how_to_read(kept))
        with Folded("What the null models meet, and what is the case in them"):
            solara.HTML(unsafe_innerHTML=words.met(kept, further))
            Points(words.rivals())
    Controls(asked)
    Now(scoring, kept, said)
    if shown:
        caption = f"{PARTS[asked.part]}: range and simulated value, in widths of the range"
        solara.Text(words.SCALES, classes=["quiet"])
        Forest(
            groups=shown, nulls=asked.nulls, caption=caption, chosen=asked.open, about=about, now=drawn(scoring.scores), event_opened=toggle
        )  # fmt: skip
    else:
        solara.Div(classes=["evidence-empty"], children=["There is no such finding here: choose another kind, or all themes."])
    Downloads(further)


def how_many(part: str, only: str) -> str:
    """How many findings a choice picks out, and how many of them are not counted."""
    keys = picked(part, only)
    aside = sum(not rows(part)[key]["counted"] for key in keys)
    told = [str(len(keys) - aside)] if len(keys) > aside or not aside else []
    return " and ".join([*told, *([f"{aside} not counted"] if aside else [])])


@solara.component
def Controls(asked: Asked) -> None:
    """Which findings are shown, of what theme, and with which null models."""
    with solara.Div(classes=["evidence-controls"]):
        with solara.Div(classes=["evidence-only"], attributes={"role": "group", "aria-label": "Which findings"}):
            for only, says in ONLY.items():
                here = only == asked.only
                solara.Button(
                    f"{says} ({how_many(asked.part, only)})",
                    outlined=not here,
                    color="primary" if here else None,
                    on_click=lambda only=only: change(only=only),
                    attributes={"aria-pressed": str(here).lower(), "title": f"Show findings: {says}"},
                )
        there = {name: t.title for name, t in themes().items() if any(key in rows(asked.part) for key in t.findings)}
        with Explained("Show what concerns one question"):
            Choice("Theme", {ALL: "all themes", **there}, asked.theme, lambda theme: change(theme=theme), "240px")
        with Explained("Rivals in which the relationship does nothing: drawn as open grey marks beneath the model's dot"):
            Choice("Null models drawn", SHOWN, asked.nulls, lambda nulls: change(nulls=nulls), "180px")


@solara.component
def Explained(title: str, children: list | None = None) -> None:
    """A control that says what it does when one points at it."""
    solara.Div(classes=["evidence-explained"], children=children or [], attributes={"title": title})


@solara.component
def Card(title: str, children: list | None = None) -> None:
    """A part of the page with its title."""
    with solara.Div(classes=["evidence-card"]):
        rv.Html(tag="h3", children=[title])
        solara.Column(gap="4px", children=children or [])


@solara.component
def Folded(title: str, children: list | None = None) -> None:
    """What is unfolded by who wants it."""
    with rv.Html(tag="details"):
        rv.Html(tag="summary", children=[title])
        solara.Div(children=children or [])


@solara.component
def Points(lines: list[str]) -> None:
    """Sentences under each other."""
    with rv.Html(tag="ul"):
        for line in lines:
            rv.Html(tag="li", children=[line])


@solara.component
def Wrong(score: Score) -> None:
    """What the model misses, and the way to all that is known of it."""
    with solara.Div(classes=["evidence-wrong"]):
        solara.Div(children=[f"✕ {score.target.says}"])
        solara.Div(children=[f"The model shows {instead(score)}."], classes=["quiet"])
        part = PATTERNS if score.finding in patterns() else FINDINGS
        solara.Button(
            f"See {score.finding}", text=True, on_click=lambda: change(part=part, open=score.finding),
            attributes={"title": "How it is measured, where it is from, and what null models show"},
        )  # fmt: skip


@solara.component
def Limits(kept: Shipped) -> None:
    """What the model gets wrong, what it rests on, and what it must not be used for."""
    with solara.Div(classes=["evidence-two"]):
        with Card("Known to be wrong"):
            for score in words.wrong(kept):
                Wrong(score)
        with Card("What it rests on"):
            rv.Html(tag="p", children=[prose.paragraph("Much rests on one mechanism")])
            rv.Html(tag="p", children=[prose.paragraph("Most findings are measured")])
        with Card(f"Where its {len(DECLARED)} numbers come from"):
            solara.HTML(unsafe_innerHTML=words.origins(kinds()))
            solara.Button("See every number", icon_name="mdi-table-search", outlined=True, on_click=lambda: change(part=NUMBERS))
        with Card("What it must not be used for"):
            Points(prose.points("What it must not be used for"))
    solara.Text(
        "The whole account, with what each mechanism does, what is cause and what by-product, real trials, and other fits that are "
        "as good, is docs/evidence.md.", classes=["quiet"],
    )  # fmt: skip


@solara.component
def Numbers(asked: Asked) -> None:
    """Every number of the model, as far as it is searched for."""
    names = solara.use_memo(lambda: numbers.shown(asked), [asked.find, asked.origin])
    with solara.Div(classes=["evidence-controls"]):
        with Explained("All words must stand in the name or the meaning, as in: bond start"):
            solara.InputText("Search by name or meaning", asked.find, lambda text: change(find=text[:100]), continuous_update=True)
        counts = {origin: f"{origin} ({n})" for origin, n in kinds().items()}
        with Explained("Published, fitted to the findings, or assumed"):
            Choice("Where from", {ALL: "anywhere", **counts}, asked.origin, lambda origin: change(origin=origin), "300px")
        solara.Text(f"{len(names)} of {len(DECLARED)} numbers", classes=["quiet"])
        solara.FileDownload(numbers.csv, "therapy-dyads-numbers.csv", label="All numbers (CSV)")
    if names:
        solara.HTML(classes=["numbers"], unsafe_innerHTML=numbers.table(names))
    else:
        solara.Div(classes=["evidence-empty"], children=["No number has these words in its name or meaning."])
