"""Work that many visitors want is done once: whoever comes while it is under way waits for it, whoever comes later finds it done."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from functools import update_wrapper
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Once(Generic[Given, Result]):
    """Work whose `most` results are kept that were wanted last, and all that are under way."""

    def __init__(self, work: Callable[Given, Result], most: int):
        self._work, self._most = work, most
        self._kept: OrderedDict[Hashable, Future] = OrderedDict()
        self._alone = Lock()
        update_wrapper(self, work)

    def __call__(self, *args: Given.args, **named: Given.kwargs) -> Result:
        """The result, which whoever asks first brings about."""
        key = key_of(args, named)
        found, mine = self._promised(key)
        if mine:
            try:
                found.set_result(self._work(*args, **named))
            except BaseException as e:
                self._forget(key, found)
                found.set_exception(e)
            self._make_room()
        return found.result()

    def cache_clear(self) -> None:
        """Keep no result any longer; who waits for one under way still gets it."""
        with self._alone:
            self._kept.clear()

    def _promised(self, key: Hashable) -> tuple[Future, bool]:
        """The result to come, and whether it is ours to bring about."""
        with self._alone:
            mine = key not in self._kept
            found = self._kept.setdefault(key, Future())
            self._kept.move_to_end(key)
        self._make_room()
        return found, mine

    def _forget(self, key: Hashable, found: Future) -> None:
        """Do not keep this result, unless another stands in its place by now."""
        with self._alone:
            if self._kept.get(key) is found:
                del self._kept[key]

    def _make_room(self) -> None:
        """Let go of finished results, those first that were wanted longest ago; what is under way is somebody's to wait for."""
        with self._alone:
            finished = [key for key, found in self._kept.items() if found.done()]
            for key in finished[: max(0, len(self._kept) - self._most)]:
                del self._kept[key]


def key_of(args: tuple[Any, ...], named: Mapping[str, Any]) -> Hashable:
    """What was asked for; what is equal and of another type (1, 1.0, True) is something else."""
    return tuple((type(each), each) for each in args), tuple((name, type(each), each) for name, each in sorted(named.items()))


def once(most: int) -> Callable[[Callable[Given, Result]], Once[Given, Result]]:
    """Keep the `most` results that were wanted last; what fails is not kept, and whoever waited for it is told why."""
    return lambda work: Once(work, most)
