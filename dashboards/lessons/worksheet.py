"""A lesson on paper: one HTML file that needs nothing else, blank for the class, or with the result of a run."""

from collections.abc import Iterable
from html import escape

from dashboards.lessons import Lesson, paragraphs
from dashboards.lessons.board import Choice
from dashboards.lessons.chart import asked_bars
from dashboards.lessons.running import Result, filled
from dashboards.lessons.telling import known_wrong, published, scale, what_happened
from dashboards.parts import bars
from dashboards.parts.look import DISCLAIMER

STYLE = """
@page { margin: 18mm 16mm; }
body { font: 12pt/1.45 Georgia, "Times New Roman", serif; color: #111; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; line-height: 1.2; margin: 0 0 .2em; } h2 { font-size: 1.1em; margin: 1.4em 0 .4em; break-after: avoid; }
.line { border-bottom: 1px solid #888; height: 2em; }
.box { display: inline-block; width: .9em; height: .9em; border: 1.5px solid #111; margin-right: .6em; }
.box.on { background: #111; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
table { border-collapse: collapse; width: 100%; } td, th { border: 1px solid #888; padding: .4em .6em; text-align: left; }
li { margin: .35em 0; } .head { border-bottom: 2px solid #111; display: flex; gap: 2em; padding-bottom: .5em; margin-bottom: 1.2em; }
.head span { flex: 1; } section { break-inside: avoid; } .after { break-before: page; } .quiet { color: #444; font-size: .85em; }
@media print { body { margin: 0; } }
"""
AFTER = "After the run"
"""What begins a page of its own: questions that speak of what happened, to hand out once predictions are locked."""
LINES = 3
"""Lines to write an answer on."""


def page(lesson: Lesson, result: Result | None = None, choice: Choice | None = None) -> str:
    """The worksheet of a lesson; with a `result` also what happened, why, and what is published, which would give the answer away."""
    parts = [
        '<div class="head"><span>Name:</span><span>Date:</span></div>',
        f"<h1>{escape(lesson.question)}</h1><p>{escape(lesson.matters)}</p>",
        section("The clinics", conditions(lesson)),
        section("My prediction", prediction(lesson, choice)),
        section("What happened", happened(lesson, result)),
        *([section("Why", why(lesson, result))] if result else []),
        f'<h2 class="after">{AFTER}</h2>',
        *(section(f"{i}. {question}", lines()) for i, question in enumerate(lesson.worksheet, 1)),
        *([section("What the literature says", listed(published(lesson)))] if result else []),
        f'<p class="quiet">Therapy dyads, lesson “{escape(lesson.title)}”. {DISCLAIMER}</p>',
    ]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(lesson.title)}</title><style>{STYLE}{bars.STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def section(title: str, body: str) -> str:
    """A part of the worksheet that is not torn apart by a page's end."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def listed(told: Iterable[str]) -> str:
    """Sentences as a list."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in told) + "</ul>"


def why(lesson: Lesson, result: Result) -> str:
    """The explanation, what it assumes, and what the model is known to get wrong."""
    told = "".join(f"<p>{escape(filled(part, result))}</p>" for part in paragraphs(lesson.why))
    return f"{told}<p><b>Assumed:</b> {escape(lesson.assumed)}</p>{listed(f'Known to be wrong: {line}' for line in known_wrong(lesson))}"


def lines(n: int = LINES) -> str:
    """Room to write."""
    return '<div class="line"></div>' * n


def conditions(lesson: Lesson) -> str:
    """What is set side by side, in a list."""
    return "<ul>" + "".join(f"<li><b>{escape(c.label)}.</b> {escape(c.says)}</li>" for c in lesson.condition) + "</ul>"


def prediction(lesson: Lesson, choice: Choice | None) -> str:
    """The options to tick, or the scale to mark, and room for the reason."""
    if lesson.slider:
        told = "______" if choice is None else f"<b>{choice:g}</b>"
        answer = f"<p>{escape(lesson.predict)}</p><p>{told} ({escape(scale(lesson))})</p>"
    else:
        boxes = (f'<div><span class="box{" on" if o.name == choice else ""}"></span>{escape(o.says)}</div>' for o in lesson.option)
        answer = f"<p>{escape(lesson.predict)}</p>{''.join(boxes)}"
    return f"{answer}<p>Because:</p>{lines(2)}"


def happened(lesson: Lesson, result: Result | None) -> str:
    """The result, or a table to fill in."""
    if result:
        told = "".join(f"<p>{escape(line)}</p>" for line in what_happened(lesson, result))
        return bars.drawn(asked_bars(lesson, result)) + told
    rows = "".join(f"<tr><td>{escape(c.label)}</td><td></td></tr>" for c in lesson.condition)
    return f"<table><tr><th>Clinic</th><th>{escape(scale(lesson))}</th></tr>{rows}</table>"
