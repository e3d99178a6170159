"""What many want at the same time is done once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboards.server.once import once


def test_ten_who_ask_at_once_share_one_run():
    runs, begun = [], threading.Event()

    @once(4)
    def work(of):
        runs.append(of)
        begun.wait(10)
        return of * 2

    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(work, 3) for _ in range(10)]
        begun.set()
        assert [one.result() for one in asked] == [6] * 10
    assert runs == [3]


def test_whoever_asks_for_something_else_does_not_wait():
    slow = threading.Event()

    @once(4)
    def work(of):
        if of == "slow":
            assert slow.wait(30)
        return of

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(work, "slow")
        assert work("quick") == "quick"
        assert not waiting.done()
        slow.set()
        assert waiting.result() == "slow"


def test_what_was_wanted_longest_ago_makes_room():
    runs = []
    work = once(2)(lambda of: runs.append(of) or of)
    for of in (1, 2, 1, 3, 1, 2):
        work(of)
    assert runs == [1, 2, 3, 2]


def test_a_failure_is_told_and_tried_again():
    tries = []

    @once(2)
    def work(of):
        tries.append(of)
        if len(tries) == 1:
            raise ValueError("first")
        return of

    with pytest.raises(ValueError, match="first"):
        work(5)
    assert work(5) == 5


def test_work_under_way_is_never_let_go_of():
    runs, go = [], threading.Event()

    @once(1)
    def work(of):
        runs.append(of)
        assert go.wait(30)
        return of

    with ThreadPoolExecutor(3) as pool:
        asked = []
        for of in (1, 2, 1):
            asked.append(pool.submit(work, of))
            while of not in runs:
                threading.Event().wait(0.01)
        threading.Event().wait(0.05)
        go.set()
        assert [one.result() for one in asked] == [1, 2, 1]
    assert runs == [1, 2]
    assert len(work._kept) == 1, "and no more than one is kept, whichever was done last"


def test_equal_arguments_of_another_type_are_others():
    work = once(8)(lambda *of, **named: repr((of, named)))
    for given in (1, True, 1.0):
        assert work(given) == repr(((given,), {}))
        assert work(by=given) == repr(((), {"by": given}))


def test_what_was_kept_can_be_let_go_of():
    runs = []
    work = once(2)(lambda of: runs.append(of) or of)
    work(1)
    work.cache_clear()
    work(1)
    assert runs == [1, 1]
