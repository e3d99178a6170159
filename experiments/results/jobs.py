"""Jobs: what a command, the verb of its name, and `dyads rerun` all do, each behind a door of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

from experiments.results import output
from model.progress import Told, progress

Found = TypeVar("Found")
Telling = Callable[[str], AbstractContextManager[Told]]
"""Shows how far something is, by what is being done."""


class Job(Protocol[Found]):
    """Work that leaves a result. What can be wrong with what was asked has been told when there is a job."""

    @property
    def name(self) -> str:
        """What its folder is called where nobody says."""

    @property
    def doing(self) -> str:
        """What is being done, for those who wait."""

    def live(self, done: Told) -> Found:
        """What comes of it; `done(i, n)` is told how far it is."""

    def write(self, folder: Path, found: Found) -> None:
        """Write what came of it, and the record that makes it again."""


def done_in(place: Path | None, job: Job[Found], telling: Telling) -> Found:
    """What comes of a job, written where there is a place for it."""
    with telling(job.doing) as done:
        found = job.live(done)
    if place:
        job.write(place, found)
    return found


def in_folder(out: Path | None, job: Job[Found], telling: Telling = progress) -> tuple[Path, Found]:
    """The folder of a result, which is the next free one where `out` does not say, and what came of the job."""
    with output.whole_folder(out, job.name) as (folder, partial):
        return folder, done_in(partial, job, telling)


def where_asked(out: str | Path | None, job: Job[Found], telling: Telling = progress) -> Found:
    """What comes of a job, written only if `out` says where."""
    with output.reserved(out, job.name) as place:
        return done_in(place, job, telling)
