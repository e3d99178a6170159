"""`dyads compare --watch`: a rule file is followed as it is saved, tried, and its effect told, until somebody has seen enough."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from experiments.comparing.effect import Effect, effect_apart, ready
from experiments.comparing.effect_words import in_words
from experiments.comparing.words import table
from model import show
from model.errors import Fault, RuleError
from model.saved import saves
from model.scenario import Scenario
from model.trial.child import Child
from model.trial.fault_shown import block
from model.trial.gates import text_of, verdict, warm
from model.trial.passed import remember

Say = Callable[[str], object]
LONG_AGO = 60.0
"""Seconds after which it is told when a file was saved, and no longer how long ago."""


class Watch:
    """Two processes that are kept warm, one to try what a file says, one to live by it."""

    def __init__(self, scenario: Scenario, path: Path):
        self.scenario, self.path = scenario, path.absolute()
        self.judge, self.clinic = Child(warm), Child(ready)
        self.text = ""

    def begin(self) -> None:
        """Have both ready, also after what was tried has cost one of them its life."""
        for child in (self.judge, self.clinic):
            child.begin()

    def look(self) -> Iterator[str]:
        """What there is to say of the file as it is now, part by part; nothing where it says the same as before."""
        try:
            text = text_of(self.path)
            if text == self.text:
                return
            self.text = text
            yield from self.verdict_and_effect(text)
        except RuleError as e:
            yield "\n\n".join([*(block(fault, self.path, self.text) for fault in e.located), "It is still watched: mend it, and save."])

    def verdict_and_effect(self, text: str) -> Iterator[str]:
        """What a text does; RuleError tells what is wrong with it."""
        self.refuse(verdict(self.judge, self.path, text, first=True)[-1].faults)
        yield effect_told(effect_apart(self.clinic, self.scenario, self.path, text))
        self.refuse(verdict(self.judge, self.path, text)[-1].faults)
        remember(text)

    def refuse(self, faults: tuple[Fault, ...]) -> None:
        """Raise faults, if there are any."""
        if faults:
            raise RuleError(*faults)

    def end(self) -> None:
        """End both processes."""
        self.judge.end()
        self.clinic.end()


def effect_told(found: Effect) -> str:
    """An effect: differences with intervals, and a verdict in words."""
    verdict_in_words = show.paragraph(in_words(found))
    if not found.touched:
        return verdict_in_words
    touched = f"{found.touched:,} of {found.clients:,} clients live otherwise; {found.turned:,} see something else happen."
    return "\n".join([*table(found), "", show.paragraph(touched), verdict_in_words])


def since(saved: float) -> str:
    """How long ago a file was saved, in seconds; or, where that is long, when."""
    seconds = max(time.time() - saved, 0.0)
    return (
        f"{seconds:.1f} s after it was saved"
        if seconds < LONG_AGO
        else f"as it was saved on {datetime.fromtimestamp(saved):%Y-%m-%d at %H:%M}"
    )


def watch(scenario: Scenario, path: Path, say: Say = print) -> None:
    """Follow a rule file until somebody stops it: A is this clinic under the default rules, B under those of the file."""
    one = Watch(scenario, path)
    try:
        one.begin()
        title = f"{scenario.title or scenario.name}, {scenario['clinic.dyads']:,} dyads, seed {scenario.seed}"
        say(f"Watching {path}: save it, and see what it does (Ctrl-C ends).\nA: {title}\nB: the same under the rules of {path.name}\n")
        for saved in saves(one.path):
            for part in one.look():
                say(f"{datetime.now():%H:%M:%S}  {path.name}, {since(saved)}\n{part}\n")
            one.begin()
    finally:
        one.end()
