"""What the page of evidence says in words and in large figures; every figure is worked out from what was measured."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dashboards.evidence.rows import named
from dashboards.parts import bars
from experiments.evidence.models import NULLS, kind, null_file
from experiments.evidence.prose import FIRST_COUNTED, FIRST_MET, first_missed
from experiments.evidence.score_tables import misses, recalibrated
from experiments.evidence.scorecard import Score, reproduced
from experiments.evidence.shipped import Shipped
from model.parameters import SEARCHED
from model.rules import Rules


class Key(NamedTuple):
    """A large figure: what it says, what it is, and what to think of it."""

    figure: str
    what: str
    but: str


def of(pair: tuple[int, int]) -> str:
    """So many of so many."""
    return "{} of {}".format(*pair)


def best_null(kept: Shipped) -> str:
    """The re-calibrated null model that reproduces most of the findings that the model was fitted to."""
    return max(recalibrated(kept.targets), key=lambda name: reproduced(kept.targets[name])[0])


def wrong(kept: Shipped) -> list[Score]:
    """All that the model is known to get wrong, whether it is counted or not."""
    return [*misses(kept.targets), *misses(kept.patterns)]


def keys(kept: Shipped) -> list[Key]:
    """The large figures at the head of the page."""
    own, null = next(iter(kept.targets)), best_null(kept)
    return [
        Key(of(reproduced(kept.targets[own])), "published findings are met", "The model was fitted to them: a fit is no test."),
        Key(
            of(reproduced(kept.targets[null])),
            "are met by the best rival, too",
            "A null model in which the relationship does nothing for outcome.",
        ),
        Key(
            of((FIRST_MET, FIRST_COUNTED)),
            "further patterns were met at first look",
            "Nothing was fitted to them: that look was the only real test.",
        ),
        Key(str(len(wrong(kept))), "things are known to be wrong", "Each stands under “What is wrong, what is assumed”."),
    ]


SCALES = (
    "Every row has a scale of its own: its range fills the grey band, so that what lies in the band lies in the range. The real figures "
    "stand beside."
)
"""How the plot is drawn, in view of everybody."""


def how_to_read(kept: Shipped) -> list[str]:
    """How the plot is read, and what to make of it."""
    counted = reproduced(next(iter(kept.targets.values())))[1]
    return [
        f"Findings come in different units. {SCALES} The tick in the band is the published value. A mark beyond the plot is an arrow at "
        "its edge.",
        f"A range is what the source gives, unless it is marked: {own_ranges(kept)} of the counted further patterns have a tolerance of "
        "our own, set before the model was looked at, since their sources give no interval. “At the edge” is a mean in the range whose "
        "interval reaches out of it.",
        f"The large dot is what the model shows, a mean over {kept.clinics}; its bar is the 95 % Monte Carlo interval. It says how "
        "sure the computation is, not how sure the science is.",
        "A finding is met when the dot lies in the band and the bar is narrower than half of the band.",
        f"A fit is no test: {len(SEARCHED)} numbers of the model were fitted to the {counted} counted findings of the first list. "
        "That they are met shows that the model can show them, and no more.",
        "Null models are rivals that ought to fail: what passes between therapist and client does nothing for outcome in them. "
        "Re-calibrated, their numbers were fitted to the same findings with the same effort. What they show as well does not speak "
        "for the relationship; only what they miss can.",
        f"Further patterns were written down with their ranges before they were first computed, and never fitted to. At that first "
        f"look the model met {FIRST_MET} of {FIRST_COUNTED}, and missed {first_missed()}. It was mended since, so that what is drawn "
        "here is a re-check, and no test.",
    ]  # fmt: skip


def own_ranges(kept: Shipped) -> str:
    """How many of the counted further patterns have a range of our own, and how many there are."""
    counted = [score.target for score in next(iter(kept.patterns.values())) if score.target.counted]
    return of((sum(target.own_range for target in counted), len(counted)))


def rivals() -> list[str]:
    """The null models, and what is the case in each."""
    files = ((name, null_file(name)) for name in NULLS)
    return [f"{kind(name)[0].capitalize()}: {' '.join(file.story.split())}" for name, file in files if file]


def met(kept: Shipped, further: bool) -> str:
    """How many of the counted findings each theory meets, as bars."""
    found = kept.of(further)
    own, *_ = found
    counts = {theory: reproduced(found[theory]) for theory in (own, *recalibrated(found))}
    return bars.drawn(
        [
            bars.Bar(
                "the model" if theory == own else named(theory),
                met,
                of((met, every)),
                colour=bars.COLOURS["client"] if theory == own else bars.COLOURS["ghost"],
            )
            for theory, (met, every) in counts.items()
        ],
        small=True,
        most=counts[own][1],
    )


def origins(counts: Mapping[str, int]) -> str:
    """How many numbers come from where, as bars."""
    return bars.drawn([bars.Bar(origin, n, str(n)) for origin, n in counts.items()], small=True)


def other_rules(said: Rules) -> str:
    """What is to be known where the server runs with rules of its own; nothing without."""
    if not said.replaced:
        return ""
    source = f" of {Path(said.source).name}" if said.source else ""
    names = ", ".join(sorted(said.replaced))
    return (
        f"This server runs with the rules{source} ({names}). Everything on this page is of the default rules, not of these, "
        "until you choose “Score it now”."
    )
