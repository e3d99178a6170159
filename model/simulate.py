"""One call for a whole clinic on either engine: `simulate("standard")`."""

import os
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from model import tables
from model.block import Block
from model.cohort import engine as cohort
from model.cohort.compiling import is_kept
from model.deeds.interventions import readable
from model.errors import DyadsError, Fault, RuleError, SettingError
from model.faults import Gathered
from model.people import People, check_populations, recruit, therapists_in
from model.rules import Rules, from_file
from model.scenario import Scenario, scenario
from model.settings import fault

Engine = Literal["auto", "agents", "cohort"]
Asked = Rules | str | Path | Callable[[], Rules] | None
"""How rules are asked for: as they are, as a file, or by what finds them when they are wanted."""
WORTH_COMPILING = 100_000
"""Expected sessions above which compiling pays: about what Mesa agents do while the compiler works."""
SLOTS, DYADS = 24_000, 3_000
"""Sessions for which a block has room, and, where none is recorded, its dyads.

Fixed, so that the same run is cut into the same pieces on any machine.
"""


@dataclass(frozen=True)
class Run:
    """A finished run: what was asked for, and the lives that came of it."""

    scenario: Scenario
    rules: Rules
    engine: str
    blocks: tuple[Block, ...]

    def __repr__(self) -> str:
        """A line, where all that it holds would fill pages."""
        clinic = self.scenario
        return f"<Run of {clinic.title or clinic.name}: {clinic['clinic.dyads']:,} dyads, seed {clinic.seed}, {self.engine} engine>"

    @property
    def sessions(self) -> pd.DataFrame:
        """One row per held session; columns as in the data dictionary."""
        return tables.sessions(self.rules.brought).frame(self.blocks, self.scenario)

    @property
    def dyads(self) -> pd.DataFrame:
        """One row per dyad; columns as in the data dictionary."""
        return tables.DYADS.frame(self.blocks, self.scenario)

    def dyads_with(self, *names: str) -> pd.DataFrame:
        """The table of dyads with these columns alone: several times sooner where a sweep needs but a few."""
        return tables.DYADS.only(names).frame(self.blocks, self.scenario)

    @property
    def assessments(self) -> pd.DataFrame:
        """One row per client and assessment, also of those who wait or have left; empty when nothing was recorded."""
        return tables.ASSESSMENTS.frame(self.blocks, self.scenario)

    @property
    def items(self) -> pd.DataFrame:
        """One row per held session with all WAI-SR items."""
        return tables.ITEMS.frame(self.blocks, self.scenario)


def simulate(
    chosen: str | Path | Scenario = "standard",
    *,
    settings: Mapping[str, Any] | None = None,
    rules: Rules | str | Path | None = None,
    do: Iterable[str] = (),
    seed: int | None = None,
    engine: Engine = "auto",
    record: bool = True,
    threads: int | None = None,
) -> Run:
    """Simulate a clinic: a shipped scenario by name, a TOML file, or a Scenario, with some `settings` changed.

    `do` are interventions as written, as in `3-12 from 5: repaired` (see `model.deeds.interventions`).
    Without `record` only the table of dyads is filled.
    `threads` default to the machine's cores. Raises SettingError or RuleError before any work starts.
    """
    if threads is not None and (not isinstance(threads, int) or isinstance(threads, bool) or threads < 1):
        raise SettingError(f"threads must be a whole number from 1; got {threads!r}.")
    asked, said = ask(chosen, settings, rules, seed, do=do)
    used = choose(asked, said, engine, record)
    return Run(asked, said, used, tuple(blocks(asked, said, used, record, threads)))


def ask(
    chosen: str | Path | Scenario,
    settings: Mapping[str, Any] | None = None,
    rules: Asked = None,
    seed: int | None = None,
    faults: Collection[str] = (),
    do: Iterable[str] = (),
) -> tuple[Scenario, Rules]:
    """The checked scenario and rules of a request; what is wrong with either, and `faults` found before, is raised together."""
    wrong, of_rules = Gathered(*faults), Gathered()
    said = of_rules.tried(rules_from, rules, otherwise=Rules())
    brought = said.brought
    known = wrong.tried(lambda: chosen.under(brought) if isinstance(chosen, Scenario) else scenario(chosen, brought), otherwise=None)
    unsure = {n for n, v in settings.items() if fault(n, v, brought)} if isinstance(settings, Mapping) else set()
    found = Scenario(brought=brought) if known is None else known
    if unsure and settings:
        found = wrong.tried(found.but, {n: v for n, v in settings.items() if n not in unsure}, otherwise=found)
    found = wrong.tried(found.but, settings, seed=seed, otherwise=found)
    deeds, unread = readable(do, brought=brought)
    wrong.add(*unread)
    found = wrong.tried(found.but, do=deeds, otherwise=found)
    if known is not None:
        wrong.tried(check_populations, found, unsure, otherwise=None)
    wrong.errors += of_rules.errors  # told last
    wrong.refuse()
    return found, said


def rules_from(rules: Asked) -> Rules:
    """The rules of a file, or as they were handed over, or as whatever finds them does; the defaults without."""
    found = rules() if callable(rules) else rules
    said = from_file(found) if isinstance(found, str | Path) else Rules() if found is None else found
    if not isinstance(said, Rules):
        raise RuleError(f"rules must be a file, or what replace(…) gives; got {rules!r}.")
    return said


def choose(asked: Scenario, rules: Rules, engine: Engine, record: bool = True, runs: int = 1) -> str:
    """The engine that gives the answer soonest: `agents` for little work on new rules, `cohort` otherwise."""
    if engine in ("agents", "cohort"):
        return engine
    if engine != "auto":
        raise SettingError(f"engine must be auto, agents, cohort; got {engine!r}.")
    expected = runs * asked["clinic.dyads"] * min(asked["clinic.planned_sessions"], 8)
    if expected > WORTH_COMPILING:
        return "cohort"
    return "cohort" if is_kept(cohort.kernel_for(rules, record)) else "agents"


def pieces(asked: Scenario, record: bool = True) -> list[tuple[int, int]]:
    """The ranges of therapists that are lived, and written, together."""
    clients = asked["clinic.clients_per_therapist"]
    size = SLOTS // (clients * asked["clinic.planned_sessions"]) if record else DYADS // clients
    size, n = max(1, int(size)), therapists_in(asked)
    return [(lo, min(lo + size, n)) for lo in range(0, n, size)]


def life(asked: Scenario, rules: Rules, engine: str, people: People, record: bool = True) -> Block:
    """The lives of these people on the engine that was chosen."""
    try:
        block = (cohort.live if engine == "cohort" else live_as_agents)(asked, rules, people, record)
    except Exception as e:
        if rules.mine and not isinstance(e, DyadsError):
            raise RuleError(failure(e, rules)) from e
        raise
    if rules.mine and engine == "cohort":
        check_sound(asked, rules, people, block)
    return block


def live_as_agents(asked: Scenario, rules: Rules, people: People, record: bool) -> Block:
    """The lives of these people as Mesa agents; Mesa is not imported before."""
    from model.agents.clinic import live

    return live(asked, rules, people, record)


def check_sound(asked: Scenario, rules: Rules, people: People, block: Block) -> None:
    """RuleError when a replaced rule has answered a compiled session with no number of its range.

    The first therapist in whose life it did lives again as an agent, where the rule and what it was given are told.
    """
    unsound = block.therapists["unsound"] > 0.0
    unsound[block.therapist_of[block.dyads["unsound"] > 0.0] - people.first - 1] = True
    if not unsound.any():
        return
    k = people.first + int(np.argmax(unsound))
    life(asked, rules, "agents", recruit(asked, k, k + 1), record=False)
    raise RuleError(f"{rules.source or 'the replaced rules'}: {', '.join(rules.mine)}: an answer was infinite or not a number.")


def failure(error: Exception, rules: Rules) -> Fault:
    """Where a session failed under replaced rules, and why, in one line."""
    places = traceback.extract_tb(error.__traceback__)
    own = [p for p in places if p.filename == str(rules.source)] or places
    says = f"a session failed: {type(error).__name__}: {error} (in: {own[-1].line})"
    return Fault(says, own[-1].filename, own[-1].lineno)


def blocks(
    asked: Scenario,
    rules: Rules,
    engine: str,
    record: bool = True,
    threads: int | None = None,
    done: Callable[[int, int], object] = lambda i, n: None,
) -> Iterator[Block]:
    """The lives of a whole clinic, piece by piece in the order of its therapists; `done(i, n)` is told after each.

    The cohort engine lives several pieces at a time, one a thread; at most a few finished ones wait to be taken.
    """
    asked = asked.under(rules.brought)
    cut = pieces(asked, record)

    def lived(piece: tuple[int, int]) -> Block:
        return life(asked, rules, engine, recruit(asked, *piece), record)

    threads = threads or os.cpu_count() or 1
    if engine == "agents" or len(cut) == 1 or threads == 1:
        for i, piece in enumerate(cut):
            yield lived(piece)
            done(i + 1, len(cut))
        return
    yield lived(cut[0])  # compiles before threads ask for it
    done(1, len(cut))
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque = deque()
        for i, piece in enumerate(cut[1:], 1):
            ahead.append(pool.submit(lived, piece))
            if len(ahead) > 2 * threads:
                yield ahead.popleft().result()
                done(i - len(ahead) + 1, len(cut))
        while ahead:
            yield ahead.popleft().result()
            done(len(cut) - len(ahead), len(cut))
