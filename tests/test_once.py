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
