"""Work that many visitors want is done once: whoever comes while it is under way waits for it, whoever comes later finds it done."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def once(most: int) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep the `most` results that were wanted last; what fails is not kept, and whoever waited for it is told why."""

    def shared(work: Callable[Given, Result]) -> Callable[Given, Result]:
        kept: OrderedDict[Hashable, Future] = OrderedDict()
        alone = Lock()

        def promised(key: Hashable) -> tuple[Future, bool]:
            """The result to come, and whether it is ours to bring about."""
            with alone:
                mine = key not in kept
                found = kept.setdefault(key, Future())
                kept.move_to_end(key)
                while len(kept) > most:
                    kept.popitem(last=False)
                return found, mine

        @wraps(work)
        def asked(*args: Any, **named: Any) -> Result:
            key = (args, *sorted(named.items()))
            found, mine = promised(key)
            if mine:
                try:
                    found.set_result(work(*args, **named))
                except BaseException as e:
                    with alone:
                        if kept.get(key) is found:
                            del kept[key]
                    found.set_exception(e)
            return found.result()

        return asked

    return shared
