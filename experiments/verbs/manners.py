"""What all verbs share: progress where somebody looks, and errors without noise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from model import show
from model.errors import DyadsError
from model.progress import Told, progress

P = ParamSpec("P")
R = TypeVar("R")


def plainly(verb: Callable[P, R]) -> Callable[P, R]:
    """The verb with errors that a user can mend told from where it was called, without what lies beneath."""

    @wraps(verb)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except DyadsError as e:
            raise e.with_traceback(None) from None

    return called


@contextmanager
def telling(wanted: bool | None, what: str, unit: str = "") -> Iterator[Told]:
    """What hears how far the work is: it is shown if `wanted`, or, without a wish, in a notebook, and not in a script."""
    if wanted or (wanted is None and show.errors().is_jupyter):
        with progress(what, unit) as told:
            yield told
    else:
        yield lambda done, of, failed=0: None
