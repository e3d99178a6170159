"""Where the pages of all visitors have their long work done, and how a page waits for it."""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import solara

from dashboards.server.jobs import Desk, Job
from model.errors import DyadsError

DESK = Desk()
"""One for all."""


class Awaited(NamedTuple):
    """How far a job is: what it has found, seconds left if known, whether it is under way, why it was refused, and how to steer it.

    `order` takes "go", "stop", and "look", to see how far it is by now.
    """

    found: Mapping[int, Any]
    seconds_left: float | None
    busy: bool
    refused: tuple[str, ...]
    order: Callable[[str], None]


def tab() -> tuple[str, Callable[[], bool]]:
    """Whose page this is, a browser's tab, and how one knows that it has been closed."""
    try:
        return str(solara.get_kernel_id()), solara.kernel_closed_event().is_set
    except RuntimeError:  # without a server
        return "", lambda: False


def use_job(key: Hashable, make: Callable[[], Job], at_once: bool = False) -> Awaited:
    """The job of this key, which begins when it is told to, or `at_once`; it rests when it is told to stop, or the page is left."""
    who, gone = solara.use_memo(tab, [])
    (of, said), tell = solara.use_state((key, ""))
    refused, refuse = solara.use_state(())
    _, look = solara.use_state((key, 0))
    told = said if of == key else ""
    go = told == "go" or (at_once and not told)

    def wait() -> Callable[[], None] | None:
        """Wait for it from now on, as long as this is shown."""
        refuse(())
        if not go:
            return None
        try:
            mine = DESK.ask(who, make(), gone)
        except DyadsError as e:
            refuse(e.faults)
            return None
        look((key, -1))
        return lambda: DESK.leave(who, mine)

    solara.use_effect(wait, [key, go])
    job = DESK.kept(key)

    def order(word: str) -> None:
        """Begin or go on, stop at once, or look: a look at what has not moved draws nothing anew."""
        if word == "look":
            look((key, len(job.found) if job else 0))
            return
        if word == "stop" and job:
            DESK.leave(who, job)
        tell((key, word))

    found = MappingProxyType(dict(job.found) if job else {})  # a plain dict would be searched for elements, each time anew
    busy = go and not refused and not (job and job.finished)
    return Awaited(found, job.seconds_left() if job else None, busy, refused, order)
