"""The rule file of whoever started the server: watched while somebody looks, tried when it changes, and lived by once it has passed.

What a file says reaches the server only after it has passed all gates in a process of its own (`model.trial.gates`) and its session
is compiled there: so an endless loop hangs nobody, and the compiler slows nobody. One file, one watch, for all visitors.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from dashboards.server.environment import RULES
from dashboards.server.once import once
from experiments.comparing.effect import Effect, effect_apart, ready
from model.errors import Fault, RuleError
from model.rules import Rules, from_file
from model.saved import SETTLING, Signs, signs_of
from model.scenario import Scenario
from model.trial.child import Child, Stopped
from model.trial.gates import GATES, WHOLE, Gate, compile_session, is_whole, text_of, untried, verdict, warm

EVERY = 0.5
"""Seconds between two looks at the file."""
TRYING, FAULTY, COMPILING, IN_FORCE = "trying", "faulty", "compiling", "in force"
COMPARING = Child(ready)
"""Lives the clinics in which a file is compared, for all visitors."""


@dataclass(frozen=True)
class Standing:
    """How it stands with the file, at one moment; `number` grows with every change.

    `text` is what the file says, `gates` what was found of it; `passed` is the last text that passed, at the time `passed_at`.
    `rules` are in force on all pages: those of `lived`, which had passed at `lived_at`, or the defaults where that is None; None
    before anything is known.
    """

    number: int
    path: Path
    state: str = TRYING
    text: str | None = None
    gates: tuple[Gate, ...] = ()
    passed: str | None = None
    passed_at: str = ""
    rules: Rules | None = None
    lived: str | None = None
    lived_at: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the file as it is now."""
        return self.gates[-1].faults if self.gates else ()

    @property
    def in_words(self) -> str:
        """By which rules all pages show what they show."""
        if self.lived is None:
            return "the default rules"
        return f"the rules of {self.path.name}{'' if self.lived == self.text else f' as it was at {self.lived_at}'}"


class RuleFile:
    """A rule file that is watched."""

    def __init__(self, path: Path):
        self.standing = Standing(0, path)
        self.lock, self.known = Lock(), Event()
        self.looked, self.busy = -EVERY, False
        self.signs: Signs = (0, 0)
        self.judge, self.compiler = Child(warm), Child(most=1, polite=True)
        self.judge.begin()
        COMPARING.begin()

    def look(self) -> Standing:
        """How it stands now; the file itself is looked at when half a second has passed since the last time."""
        with self.lock:
            if time.monotonic() - self.looked >= EVERY:
                self.looked = time.monotonic()
                if (signs := signs_of(self.standing.path)) != self.signs:
                    self.signs = signs
                    if not self.busy:
                        self.busy = True
                        Thread(target=self.see_to_it, daemon=True).start()
            return self.standing

    def rules(self) -> Rules:
        """The rules in force; at the very beginning, once it is known which."""
        if self.look().rules is None:
            self.known.wait()
        return self.standing.rules or Rules()

    def see_to_it(self) -> None:
        """Read, try and compile until what was tried is what the file says."""
        path = self.standing.path
        while True:
            signs = self.signs
            time.sleep(SETTLING)
            if (now := signs_of(path)) != signs:
                self.signs = now
                continue
            try:
                self.try_out(text_of(path), partial(self.is_still, signs))
            except Stopped:
                pass  # the file has changed again
            except RuleError as e:
                self.stand(text=None)
                self.refuse((Gate(next(iter(GATES)), e.located),))
            except Exception as e:  # nobody waits for a verdict that never comes
                self.refuse((Gate(next(iter(GATES)), (untried(e, path),)),))
            with self.lock:
                if self.is_still(signs):
                    self.busy = False
                    return

    def is_still(self, signs: Signs) -> bool:
        """Whether the file, as far as anybody has looked, is as it was."""
        return self.signs == signs

    def try_out(self, text: str, wanted: Callable[[], bool]) -> None:
        """Try a text, and put it in force when it has passed; Stopped when it is no longer wanted."""
        before, path = self.standing, self.standing.path
        if text == before.text and before.state in (FAULTY, IN_FORCE):
            return  # it was touched, not changed
        self.stand(state=TRYING, text=text, gates=())
        gates = verdict(self.judge, path, text, wanted)
        if not is_whole(gates):
            self.refuse(gates)
            return
        self.stand(state=COMPILING, gates=gates, passed=text, passed_at=f"{datetime.now():%H:%M:%S}")
        try:
            self.compiler.ask(compile_session, path, text, seconds=WHOLE, wanted=wanted)
            said = before.rules if text == before.lived and before.rules else from_file(path, text)
            self.stand(state=IN_FORCE, rules=said, lived=text, lived_at=self.standing.passed_at)
        except (RuleError, Stopped) as e:
            if not wanted():
                raise
            faults = e.located if isinstance(e, RuleError) else (Fault(f"the compiler {e}.", str(path)),)
            self.refuse((*gates[:-1], Gate(list(GATES)[-1], faults)))

    def refuse(self, gates: tuple[Gate, ...]) -> None:
        """The file has these faults; the rules in force stay, and at the very beginning they are the defaults."""
        self.stand(state=FAULTY, gates=gates, rules=self.standing.rules or Rules())

    def stand(self, **what: Any) -> None:
        """It stands otherwise now."""
        self.standing = replace(self.standing, number=self.standing.number + 1, **what)
        if self.standing.rules is not None:
            self.known.set()

    def end(self) -> None:
        """End the processes that are its own."""
        self.judge.end()
        self.compiler.end()


@once(1)
def watched(path: str) -> RuleFile:
    """The watch over a file, one for all visitors; of those who come first one begins it, and the others wait."""
    return RuleFile(Path(path).absolute())


def here() -> RuleFile | None:
    """The rule file with which the server was started; None without one."""
    return watched(os.environ[RULES]) if os.environ.get(RULES) else None


@once(64)
def effect_of(asked: Scenario, path: Path, text: str) -> Effect:
    """What a text that has passed does in a clinic; RuleError when it fails there, or takes too long."""
    return effect_apart(COMPARING, asked, path, text)
