"""What `dyads bench` says is what was measured: in turns, against the first, in tables that can be pasted."""

import pytest

from experiments.commands import bench as bench_command
from experiments.speed import goals as bench_goals
from experiments.speed import processes as bench_processes
from experiments.speed.bench import Measured, clinic, engines, growth, in_turns, lived, plain, swept, written


def test_works_are_measured_in_turns_and_the_first_round_does_not_count():
    order: list[str] = []

    def work(name, sessions):
        return lambda: order.append(name) or sessions

    found = in_turns({"a": work("a", 10), "b": work("b", 20)}, rounds=3)
    assert order == ["a", "b"] * 4
    assert {name: len(each.took) for name, each in found.items()} == {"a": 3, "b": 3}
    assert found["b"].against == found["a"].took


def test_a_row_says_the_median_ratio_of_the_rounds_and_how_far_it_ranged():
    row = Measured(took=(1e-6, 2e-6, 4e-6), against=(10e-6, 10e-6, 10e-6)).row("the yardstick")
    assert row == {"µs a session": 2.0, "times the yardstick": 5.0, "from": 2.5, "to": 10.0}


def test_all_that_is_set_against_each_other_counts_the_same_sessions():
    asked = clinic(dyads=30)
    agents, cohort = (lived(asked, engine, True)() for engine in ("agents", "cohort"))
    assert agents == cohort == written(asked)() > 30
    assert swept(2, 30)() > 60
    assert plain(asked)() > 30


def test_tables_are_markdown_that_can_be_read_as_it_stands():
    lines = bench_command.markdown([{"engine": "agents", "sessions": 1200}, {"engine": "cohort", "sessions": 7}]).splitlines()
    assert lines[0] == "| engine | sessions |"
    assert lines[2:] == ["| agents | 1,200    |", "| cohort | 7        |"]
    assert len(set(map(len, lines))) == 1


def test_a_process_says_what_it_measured_or_why_it_could_not():
    assert bench_processes.apart("print('[1, 2.5]')") == [1, 2.5]
    with pytest.raises(RuntimeError, match="no such thing"):
        bench_processes.apart("raise ValueError('no such thing')")
    assert bench_processes.most_held() > 1e7


def test_growth_is_set_against_the_smallest_of_each():
    rows = list(growth(1, part=0.001))
    assert all(len(row) == 6 for row in rows), "a column hides another"
    smallest = {row["what grows"]: row for row in reversed(rows)}
    assert list(reversed(smallest)) == ["dyads", "most sessions", "points", "threads"]
    assert all(row["times the first"] == 1.0 for row in smallest.values())


def test_goals_are_set_beside_what_was_measured():
    rate = {"times the yardstick": 120.0, "from": 90.0, "to": 130.0}
    found = {
        "engines": [{"engine": "cohort engine, recorded", **rate}, {"engine": "cohort engine, recorded, 2 threads", **rate}],
        "memory": [{"work": "sweep of 2,000 points, a hundred million dyad-sessions", "sessions": 1, "seconds": 61.0, "MiB": 342}],
    }
    told = {row["what"]: (row["measured"], row["from"], row["to"], row["reached"]) for row in bench_goals.goals(found)}
    assert told == {
        "recorded, one thread, times idiomatic Mesa": (120.0, 90.0, 130.0, "yes"),
        "a hundred million dyad-sessions, seconds": (61.0, "once", "once", "no"),
        "a hundred million dyad-sessions, MiB": (342, "once", "once", "yes"),
    }


def test_every_goal_finds_its_row_in_what_is_measured():
    found = {"engines": list(engines(1, part=0.001)), "growth": list(growth(1, part=0.001))}
    found["memory"] = [{"work": name, "seconds": 1.0, "MiB": 1.0} for name in bench_processes.works()]
    found["beginning"] = [{"the first clinic (small)": "compiled before", "seconds after them": 0.5}]
    assert [row["what"] for row in bench_goals.goals(found)] == [goal.what for goal in bench_goals.GOALS]
