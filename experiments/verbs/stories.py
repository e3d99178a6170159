"""Verbs about single lives: tell one therapy, or live any row of a result again."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.again.replay import replay as lived_again
from experiments.drawing import life_figure
from experiments.results.notebook import Shown
from experiments.verbs.clinics import Clinic, Settings
from experiments.verbs.manners import plainly, telling
from model.errors import SettingError
from model.rules import Rules
from model.simulate import Run, ask
from model.stories import story as stories
from model.stories.choosing import somebody


@dataclass(frozen=True, eq=False, repr=False)
class Story:
    """One therapy: its `text` as a case vignette, and the rows of its `sessions`."""

    client: str
    text: str
    run: Run

    @property
    def sessions(self) -> pd.DataFrame:
        """One row per session of this client."""
        rows = self.run.sessions
        return rows[rows.client_id == self.client].reset_index(drop=True)

    def course(self) -> Figure:
        """Alliance, ruptures and distress session by session."""
        return life_figure.courses({f"client {self.client}": self.sessions}, self.run.scenario.title or self.run.scenario.name)

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text


@plainly
def story(
    scenario: Clinic = "small",
    client: str | None = None,
    *,
    settings: Settings | None = None,
    rules: Rules | str | Path | None = None,
    do: Iterable[str] = (),
    seed: int | None = None,
) -> Story:
    """One therapy of a clinic, told from its recorded rows; only its therapist's life is simulated.

    `client` is written THERAPIST-PLACE, as in 3-12; without, whom the scenario tells of. The rest as in `run`. Raises
    SettingError when there is no such client, or nobody treats them.

    >>> print(story("small", "3-5").client)
    3-5
    """
    asked, said = ask(scenario, settings, rules, seed, do=do)
    therapist, place = somebody(asked, said) if client is None else stories.address(client)
    name = f"{therapist}-{place}"
    lived = stories.lived(asked, said, therapist, place)
    return Story(name, "\n\n".join([stories.titled(asked, name), *stories.since(lived, name)]), lived)


@dataclass(frozen=True, repr=False)
class Replayed:
    """A row that was lived again: what is told of it, whether it is the `same` to the last bit, and what has changed since."""

    text: str
    same: bool
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return "\n\n".join([self.text, *(f"*Note: {note}*" for note in self.notes)])


@plainly
def replay(folder: str | Path, row: str | int, *, client: str | None = None, side: str | None = None) -> Replayed:
    """Any row of a result on disk, lived again from what its folder says of it.

    `row` is a client, as 3-12, or the number of a row of the folder's table, from 1; `client` names one of a row of a sweep,
    `side` one of a comparison, "b" where none is named. Raises TableError when there is no such row, or the record cannot be read.
    """
    if side not in ("a", "b", None):
        raise SettingError(f"side must be a or b; got {side!r}.")
    text, notes, same = lived_again(Path(folder), str(row), client, side)
    return Replayed(text, same, notes)


@dataclass(frozen=True, eq=False, repr=False)
class Rerun(Shown):
    """A result that was made again: how its `tables` stand to those recorded (table, same, words), and its rule files on both
    engines to each other, whether they are all the `same` to the bit, and what has changed since (`notes`)."""

    command: str
    tables: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every table is the same to the bit."""
        return bool(self.tables.same.all())

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        return f"{self.command}, made again", self.notes, {"tables": self.tables}


@plainly
def rerun(folder: str | Path, *, out: str | Path | None = None, progress: bool | None = None) -> Rerun:
    """Any result on disk, made again from its record alone, whatever has become of the files that it came from.

    `folder` may also be the record itself. Raises TableError when there is none, or it cannot be used, and OutputError when
    `out` cannot be written, before any work.
    """
    from experiments.again.rerun import rerun as made_again  # brings all that makes results

    with telling(progress, "making again") as told:
        found = made_again(Path(folder), None if out is None else Path(out), check=out is None, done=told)
    return Rerun(found.record.command, pd.DataFrame([*found.tables, *found.engines], columns=["table", "same", "words"]), found.notes)
