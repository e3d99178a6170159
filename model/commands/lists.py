"""What there is, as rows: parameters, rules, mechanisms, scenarios, what can be done, columns. Commands, verbs and docs tell these."""

from collections.abc import Iterable
from typing import Any

from model import tables
from model.deeds.changes import SPANS, spans
from model.deeds.interventions import NAMED, WITH_A_WORD
from model.errors import SettingError, did_you_mean
from model.mechanisms import OF_CODE, Mechanism
from model.parameters import Number
from model.rule_files.brought import NOTHING, Brought, numbers_under
from model.rule_files.contract import inputs
from model.rules import Rules
from model.scenario import Scenario, scenario, shipped

Row = dict[str, Any]


def parameters(part: str = "", brought: Brought = NOTHING) -> list[Row]:
    """The numbers whose name contains `part`, those that a rule file brings included; SettingError when there is none."""
    known = numbers_under(brought)
    found = [row_of_number(n) for n in known.values() if part in n.name]
    return some(found, "parameter", part, known)


def row_of_number(n: Number) -> Row:
    """A number in a row."""
    return {c: getattr(n, c) for c in ("name", "default", "low", "high", "range", "unit", "meaning", "source")}


def columns(part: str = "", brought: Brought = NOTHING) -> list[Row]:
    """The columns that a run has whose name contains `part`, those that a rule file brings included; SettingError when there is none."""
    words = tables.dictionary(brought)
    found: list[Row] = words[words.column.str.contains(part, regex=False)].to_dict("records")  # type: ignore[assignment]
    return some(found, "column", part, words.column, ELSEWHERE)


ELSEWHERE = " These are the columns of a run; those of a sweep are told by the data_dictionary.csv beside its table."


def some(found: list[Row], what: str, part: str, known: Iterable[str], elsewhere: str = "") -> list[Row]:
    """The rows that were found; SettingError names what is nearly called so, or where `elsewhere` to look, when there is none."""
    if not found:
        raise SettingError(f"no {what}'s name contains {part!r}.{did_you_mean(part, known)}{elsewhere}")
    return found


def rule(said: Rules, name: str) -> Row:
    """A rule in a row: its name, its file, what it returns, and what it asks for."""
    return {
        "rule": name,
        "file": "yours" if name in said.mine else said[name].__module__.rpartition(".")[2],
        "returns": (said[name].__doc__ or "").strip().split("\n")[0],
        "asks_for": ", ".join(inputs(said[name])),
    }


def mechanisms(code: str = "") -> list[Row]:
    """The mechanisms of the theory, or the one of this code; SettingError when there is none."""
    return [row_of_mechanism(m) for m in ([mechanism(code)] if code else OF_CODE.values())]


def mechanism(code: str) -> Mechanism:
    """The mechanism of a code, in capitals or not; SettingError when there is none."""
    if code.upper() not in OF_CODE:
        raise SettingError(f"no mechanism is called {code}; they are M1 to M{len(OF_CODE)}.")
    return OF_CODE[code.upper()]


def row_of_mechanism(m: Mechanism) -> Row:
    """A mechanism in a row."""
    lives = {"rules": ", ".join(m.rules), "parameters": ", ".join(m.parameters), "columns": ", ".join(m.columns)}
    return {"code": m.code, "title": m.title, "says": m.says, "off": dict(m.off), "kind": m.kind} | lives


def scenarios(name: str = "") -> list[Row]:
    """The shipped scenarios, or the one that is named, shipped or a TOML file; SettingError when there is none."""
    found: Iterable[Scenario] = [scenario(name)] if name else shipped().values()
    return [{"name": s.name, "title": s.title, "lesson": s.lesson, "story": s.story} for s in found]


def deeds() -> list[Row]:
    """The deeds with a name: what they mean, and what they do."""
    return [{"deed": deed, "means": means, "does": does} for deed, (means, does) in (NAMED | WITH_A_WORD).items()]


def changeable(part: str, brought: Brought = NOTHING) -> list[Row]:
    """What can be changed of client, therapist, p, week, luck or dyad, and within which range; SettingError for any other."""
    if part not in SPANS:
        raise SettingError(f"{part} is none of {', '.join(SPANS)}.{did_you_mean(part, SPANS)}")
    known = spans(brought)[part].items()
    return [{"name": f"{part}.{name}", "low": low, "high": high, "range": f"[{low:g}, {high:g}]"} for name, (low, high) in known]
