"""A tournament of theories: the model, its rivals and null models on the same findings under the same luck, and where they part.

The count is no ranking by itself: numbers of the model, and of re-calibrated null models, were searched until they showed the findings
of `targets.toml`; those of rivals were chosen by hand on one finding or two, which do not count for them. Nothing was searched for the
further patterns of `patterns.toml`. A verdict is sure only where the whole interval over seeds says the same; theories part on sure
verdicts alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import isfinite
from typing import Any, NamedTuple

import pandas as pd

from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import Done, Score, scored
from experiments.evidence.shipped import fingerprint, rounded, shipped
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.themes import themes
from experiments.evidence.theories import RECALIBRATED, candidate, kind, nulls
from experiments.evidence.worlds import THERAPISTS, Theory
from experiments.theories import rival, rivals
from model.parameters import SEARCHED

MODEL, RIVAL, NULL, YOURS = "model", "rival", "null", "yours"
FITTED, BY_HAND, UNFITTED = "fitted", "by hand", "switched off"
HIT, MISS, UNSURE = "hit", "miss", "unsure"
FITTED_FINDINGS, FURTHER = "fitted findings", "further patterns"
FAIRNESS = (
    f"How their numbers were come by: {len(SEARCHED)} of the model's were searched until it showed the fitted findings, and re-calibrated "
    "nulls had the same search. Rivals were not searched: each has a few numbers of its own, chosen by hand, one of them so that clients "
    "change about as much as in routine care (O06c), others for its own headline. What its numbers were chosen on is left out of its "
    "count, and what says the same in other units. The field is not level. Most findings are of the alliance and what goes with it, which "
    "is the model's home ground. And for all that its theory does not speak of a rival has the model's rules and the numbers that were "
    "fitted to go with the model's other rules, so that much of what it shows of ratings, ruptures and who comes is no merit of its own, "
    "and some of what it misses no fault. Re-calibration alone gains null models several findings, so that a difference of a few says "
    "little. The further patterns, for which nothing was searched, compare most fairly; what tells most is where theories part."
)
"""What has to stand wherever the count stands."""


class Entrant(NamedTuple):
    """Who takes part: a theory, what sort it is, and how its numbers were come by."""

    theory: Theory
    sort: str
    numbers: str

    @property
    def name(self) -> str:
        """Its name, as tables have it."""
        return self.theory.name

    @property
    def label(self) -> str:
        """Its name in words."""
        if self.sort == NULL:
            return f"null: {kind(self.name)[0]}"
        return "the model" if self.sort == MODEL else self.name.replace("_", " ")

    @property
    def chosen_on(self) -> tuple[str, ...]:
        """The findings on which a rival's numbers were chosen by hand, which are left out of its count."""
        return rival(self.name).chosen_on if self.sort == RIVAL else ()


def entrants(only: Sequence[str] = (), with_nulls: bool = True, mine: Theory | None = None) -> list[Entrant]:
    """The model, the rivals (or those of them that are named), a theory of one's own if there is one, and the null models."""
    found = [Entrant(candidate(), MODEL, FITTED)]
    found += [Entrant(r.theory, RIVAL, BY_HAND) for r in rivals() if not only or r.name in only]
    found += [Entrant(mine, YOURS, "your own")] if mine else []
    again = {True: FITTED, False: UNFITTED}
    return found + [Entrant(n, NULL, again[kind(n.name)[1] == RECALIBRATED]) for n in nulls() if with_nulls]


def findings() -> Mapping[str, Target]:
    """Everything that is looked at: the findings that some were fitted to, and the further patterns."""
    return {**targets(), **patterns()}


def tournament(among: Sequence[Entrant], seeds: range, therapists: int = THERAPISTS, done: Done = lambda i, n: None) -> Found:
    """The scores of every theory on everything, under luck that all share.

    Those of the model and the null models are taken from the scores that come with the package where these are of the same clinics.
    """
    return lived(among, seeds, therapists, done, known(among, seeds, therapists))


def lived(among: Sequence[Entrant], seeds: range, therapists: int, done: Done, known: Found) -> Found:
    """The scores of every theory on everything; only those are lived that are not `known`.

    They have as many digits as those that come with the package, so that it cannot be seen in a table where one comes from.
    """
    fresh = scored([e.theory for e in among if e.name not in known], seeds, therapists, findings(), done)
    return {e.name: known[e.name] if e.name in known else [*map(rounded, fresh[e.name])] for e in among}


def known(among: Sequence[Entrant], seeds: range, therapists: int) -> Found:
    """The scores that come with the package of those who take part with the very settings and rules of a theory that was scored."""
    theirs = [candidate(), *nulls()] if of_same_clinics(seeds, therapists) else []
    return {e.name: kept()[e.name] for e in among if e.theory in theirs}


def of_same_clinics(seeds: range, therapists: int) -> bool:
    """Whether the scores that come with the package are of the numbers of today, and of these clinics."""
    about = shipped().about
    theirs = range(about["first_seed"], about["first_seed"] + about["seeds"])
    return (theirs, about["therapists"], about["fingerprint"]) == (seeds, therapists, fingerprint())


def kept() -> Found:
    """The scores that come with the package, on everything."""
    return {name: [*of, *shipped().patterns[name]] for name, of in shipped().targets.items()}


def mark(score: Score) -> str:
    """Hit, where the whole interval over seeds lies in the published range; miss, where all of it lies outside; unsure, where it straddles.

    What cannot be computed under a theory, since nothing varies, is a miss. A scorecard asks for less, the mean in the range: here two
    theories are told apart, whose clinics share their luck, and an end of a range must not tell them by chance.
    """
    if not isfinite(score.value) or score.high < score.target.low or score.low > score.target.high:
        return MISS
    return HIT if score.target.low <= score.low and score.high <= score.target.high else UNSURE


def marks(found: Found) -> pd.DataFrame:
    """What became of every finding under every theory: findings by theories."""
    return pd.DataFrame({name: {s.finding: mark(s) for s in of} for name, of in found.items()})


def groups() -> dict[str, list[str]]:
    """The counted findings: those that some were fitted to, the further patterns, and those of each theme, by its name."""
    parts = {FITTED_FINDINGS: list(targets()), FURTHER: list(patterns())}
    parts |= {name: list(theme.findings) for name, theme in themes().items()}
    return {title: [f for f in of if findings()[f].counted] for title, of in parts.items()}


KINDS = (FITTED_FINDINGS, FURTHER)
"""The two kinds of findings, apart from their themes."""
BESIDE_HITS = {UNSURE: "unsure", MISS: "missed"}
"""What else than shown a finding of either kind may be, as `fitted findings, unsure`."""


def standings(among: Sequence[Entrant], found: Found) -> pd.DataFrame:
    """How many of the counted findings each theory shows, of both kinds and by theme; of both kinds also what is unsure and missed.

    What a theory's numbers were chosen on counts neither for nor against it.
    """
    return pd.DataFrame([{"theory": e.name, "sort": e.sort, "numbers": e.numbers, **counts(e, found)} for e in among])


def counts(e: Entrant, found: Found) -> dict[str, int]:
    """One theory's counts, by the titles of their columns."""
    seen = marks({e.name: found[e.name]})[e.name]
    of = {title: seen[counting(e, title)] for title in groups()}
    kinds = {f"{title}, {words}": int((of[title] == what).sum()) for title in KINDS for what, words in BESIDE_HITS.items()}
    return {title: int((marked == HIT).sum()) for title, marked in of.items()} | kinds


def counting(e: Entrant, title: str) -> list[str]:
    """The counted findings of a group that count for a theory."""
    return [f for f in groups()[title] if f not in e.chosen_on]


MUCH_UNSURE = 0.15
"""The share of counted findings beyond which a tournament says that it cannot tell."""


def unsure(among: Sequence[Entrant], found: Found) -> str:
    """That too much is unsure at this size, and what to do about it; empty where little is."""
    table = standings(among, found)
    open_ = table[[f"{title}, {BESIDE_HITS[UNSURE]}" for title in KINDS]].sum(axis=1)
    of = [sum(len(counting(e, title)) for title in KINDS) for e in among]
    worst = max(range(len(of)), key=lambda k: open_.iloc[k] / of[k])
    if open_.iloc[worst] <= MUCH_UNSURE * of[worst]:
        return ""
    return (
        f"Too few clinics to tell: up to {open_.iloc[worst]} of {of[worst]} counted findings are unsure ({among[worst].label}). Who shows "
        "less may only be less sure; compare what is missed, too, and raise --seeds or --dyads."
    )


class Part(NamedTuple):
    """A finding on which theories part: who shows it, and who does not."""

    finding: str
    says: str
    theme: str
    show: tuple[str, ...]
    miss: tuple[str, ...]

    @property
    def evenness(self) -> int:
        """How many stand on the smaller side."""
        return min(len(self.show), len(self.miss))


def theme_of(finding: str) -> str:
    """The name of the theme that a finding belongs to."""
    return next(name for name, theme in themes().items() if finding in theme.findings)


def partings(found: Found, names: Sequence[str]) -> list[Part]:
    """The findings on which these theories part, those first that part them most evenly."""
    seen, parts = marks(found), []
    for finding, target in findings().items():
        show, miss = (tuple(n for n in names if seen.loc[finding, n] == what) for what in (HIT, MISS))
        if show and miss:
            parts.append(Part(finding, target.says, theme_of(finding), show, miss))
    return sorted(parts, key=lambda part: -part.evenness)


def apart(found: Found, names: Sequence[str]) -> pd.DataFrame:
    """On how many findings each two theories part, one showing what the other misses: theories by theories."""
    seen = marks(found)
    table = pd.DataFrame(0, index=list(names), columns=list(names))
    for a, b in combinations(names, 2):
        table.loc[a, b] = table.loc[b, a] = int((seen[[a, b]].isin((HIT, MISS)).all(axis=1) & (seen[a] != seen[b])).sum())
    return table


def beside(found: Found, model: str, other: str) -> tuple[list[str], list[str]]:
    """The findings that the model shows and another misses, and those that the other shows and the model misses."""
    seen = marks(found)
    ours = seen.index[(seen[model] == HIT) & (seen[other] == MISS)]
    theirs = seen.index[(seen[model] == MISS) & (seen[other] == HIT)]
    return list(ours), list(theirs)


def rows(among: Sequence[Entrant], found: Found) -> Iterator[dict[str, Any]]:
    """Every score of every theory as a row of a table."""
    for e in among:
        for s in found[e.name]:
            yield {
                "theory": e.name, "sort": e.sort, "numbers": e.numbers, "finding": s.finding, "theme": theme_of(s.finding),
                "fitted": s.finding in targets(), "counted": s.target.counted, "chosen_on": s.finding in e.chosen_on,
                "says": s.target.says, "published_low": s.target.low,
                "published": s.target.value, "published_high": s.target.high, "simulated": s.value, "low": s.low, "high": s.high,
                "mark": mark(s),
            }  # fmt: skip
