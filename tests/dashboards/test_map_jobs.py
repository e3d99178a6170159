"""Work in the background: shared, in turn, bounded, and dropped when nobody waits for it."""

import time
import warnings
from threading import Barrier, Event, Thread

import pytest

from model import SettingError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("solara")
    from dashboards.server.jobs import Desk, Job


def desk(**how):
    """A desk whose work is done when it is told to."""
    return Desk(by_itself=False, **how)


@pytest.fixture
def log():
    """What was worked on, in order."""
    return []


@pytest.fixture
def work(log):
    """Makes jobs that write down what is done."""
    return lambda key, size=3: Job(key, range(size), lambda piece: log.append(f"{key}{piece}") or f"{key}{piece}")


def test_a_job_is_done_piece_by_piece(work, log):
    at = desk()
    job = at.ask("anna", work("a"))
    while at.step():
        pass
    assert job.finished
    assert job.found == {0: "a0", 1: "a1", 2: "a2"}
    assert log == ["a0", "a1", "a2"]


def test_an_error_is_the_result_of_its_piece_and_the_rest_go_on():
    at = desk()
    job = at.ask("anna", Job("a", range(3), lambda piece: 1 / (piece - 1)))
    while at.step():
        pass
    assert isinstance(job.found[1], ZeroDivisionError)
    assert (job.found[0], job.found[2]) == (-1.0, 1.0)


@pytest.mark.parametrize("ends", [SystemExit(3), KeyboardInterrupt()])
def test_a_piece_that_wants_to_end_the_program_ends_no_worker(ends):
    def work(piece):
        if piece == 0:
            raise ends
        return piece

    at = Desk()
    first, then = Job("a", range(2), work), Job("b", range(1), lambda piece: "done")
    at.ask("anna", first)
    at.ask("ben", then)
    until = time.monotonic() + 20.0
    while not (first.finished and then.finished) and time.monotonic() < until:
        time.sleep(0.01)
    assert type(ends).__name__ in str(first.found[0])
    assert isinstance(first.found[0], Exception)
    assert first.found[1] == 1
    assert then.found == {0: "done"}


def test_visitors_take_turns_so_that_a_long_job_keeps_nobody_waiting(work, log):
    at = desk()
    at.ask("anna", work("a", 100))
    at.step()
    at.ask("ben", work("b", 2))
    at.ask("cleo", work("c", 2))
    for _ in range(6):
        at.step()
    assert sorted(log[:4]) == ["a0", "a1", "b0", "c0"]
    assert {"b1", "c1"} <= set(log)


def test_what_several_want_is_done_once_and_has_one_turn(work, log):
    at = desk()
    shared = {id(at.ask(f"visitor {i}", work("a", 4))) for i in range(30)}
    assert len(shared) == 1
    at.ask("ben", work("b", 4))
    for _ in range(4):
        at.step()
    assert sorted(log) == ["a0", "a1", "b0", "b1"]


def test_asking_for_another_job_lets_the_first_rest(work, log):
    at = desk()
    at.ask("anna", work("a"))
    at.ask("anna", work("b"))
    while at.step():
        pass
    assert log == ["b0", "b1", "b2"]


def test_who_comes_back_finds_the_job_where_it_was(work, log):
    at = desk()
    first = at.ask("anna", work("a"))
    at.step()
    at.leave("anna", first)
    assert not at.step()
    assert at.kept("a").found == {0: "a0"}
    again = at.ask("ben", work("a"))
    while at.step():
        pass
    assert again is first
    assert log == ["a0", "a1", "a2"]


def test_leaving_an_old_job_does_not_take_the_new_one_away(work):
    at = desk()
    old, new = at.ask("anna", work("a")), at.ask("anna", work("b"))
    at.leave("anna", old)
    assert at.step()
    assert new.found


def test_a_page_that_was_closed_is_noticed_at_the_next_piece(work, log):
    at, closed = desk(), Event()
    at.ask("anna", work("a"), closed.is_set)
    at.step()
    closed.set()
    assert not at.step()
    assert log == ["a0"]


def test_only_so_many_jobs_are_kept_and_those_that_somebody_waits_for_stay(work):
    at = desk(most=2)
    for key in "abcd":
        at.leave("anna", at.ask("anna", work(key)))
    assert [at.kept(key) is not None for key in "abcd"] == [False, False, True, True]
    at.ask("ben", work("c"))
    at.ask("cleo", work("e"))
    assert at.kept("d") is None
    with pytest.raises(SettingError, match="no room"):
        at.ask("dora", work("f"))
    assert at.kept("c") is not None


def test_the_time_left_is_reckoned_from_the_pace():
    clock = iter(range(0, 100, 2))
    job = Job("a", range(10), lambda piece: piece, lambda: float(next(clock)))
    assert job.seconds_left() is None
    for _ in range(4):
        job.do_one()
    assert job.seconds_left() == 12.0
    job.rested()
    assert job.seconds_left() is None


def test_a_class_that_asks_at_once_shares_one_worker_and_every_piece_is_done_once(log):
    at, together, done = Desk(), Barrier(30), Event()

    def work(piece):
        log.append(piece)
        if piece == 49:
            done.set()

    def visit(who):
        together.wait()
        at.ask(who, Job("a", range(50), work))

    visitors = [Thread(target=visit, args=[f"visitor {i}"]) for i in range(30)]
    for one in visitors:
        one.start()
    for one in visitors:
        one.join()
    assert done.wait(30)
    assert log == list(range(50))
