"""Verbs that say what there is, as tables: parameters, rules, mechanisms, scenarios, interventions, columns."""

from pathlib import Path

import pandas as pd

from experiments.verbs.manners import plainly
from model import tables
from model.changes import SPANS
from model.contract import inputs
from model.errors import SettingError, did_you_mean
from model.interventions import NAMED
from model.mechanisms import OF_CODE
from model.parameters import NUMBERS
from model.rules import Rules
from model.scenario import shipped
from model.simulate import rules_from


@plainly
def parameters(part: str = "") -> pd.DataFrame:
    """Every number of the model whose name contains `part`: name, default, low, high, unit, meaning, source.

    Raises SettingError when there is none.

    >>> parameters("repair_skill.mean").default.tolist()
    [0.5]
    """
    found = [n for n in NUMBERS.values() if part in n.name]
    if not found:
        raise SettingError(f"no parameter's name contains {part!r}.{did_you_mean(part, NUMBERS)}")
    columns = ("name", "default", "low", "high", "unit", "meaning", "source")
    return pd.DataFrame([[getattr(n, c) for c in columns] for n in found], columns=[*columns])


@plainly
def rules(rules: Rules | str | Path | None = None) -> pd.DataFrame:
    """The rules, in the order of a session's headings: rule, file, returns, asks_for, text; `rules` names a file of one's own.

    >>> rules().set_index("rule").file["dropout_chance"]
    'ending'
    """
    said = rules_from(rules)
    rows = [
        {
            "rule": name,
            "file": "yours" if name in said.mine else rule.__module__.rpartition(".")[2],
            "returns": (rule.__doc__ or "").strip().split("\n")[0],
            "asks_for": ", ".join(inputs(rule)),
            "text": said.text(name),
        }
        for name, rule in said.items()
    ]
    return pd.DataFrame(rows)


@plainly
def mechanisms() -> pd.DataFrame:
    """The mechanisms of the theory: code, title, says, off (the settings that switch it off), rules, parameters, columns.

    >>> mechanisms().code.iloc[0]
    'M1'
    """
    rows = [
        {"code": m.code, "title": m.title, "says": m.says, "off": dict(m.off), "kind": m.kind, "rules": ", ".join(m.rules),
         "parameters": ", ".join(m.parameters), "columns": ", ".join(m.columns)}
        for m in OF_CODE.values()
    ]  # fmt: skip
    return pd.DataFrame(rows)


@plainly
def scenarios() -> pd.DataFrame:
    """The shipped scenarios: name, title, lesson, story.

    >>> "sarah" in set(scenarios().name)
    True
    """
    return pd.DataFrame([(s.name, s.title, s.lesson, s.story) for s in shipped().values()], columns=["name", "title", "lesson", "story"])


@plainly
def interventions(part: str = "") -> pd.DataFrame:
    """Deeds with a name (deed, means, does), or what can be changed of a `part` (name, low, high).

    A `part` is client, therapist, p, week, luck or dyad. Raises SettingError for any other.

    >>> interventions("dyad").columns.tolist()
    ['name', 'low', 'high']
    """
    if not part:
        return pd.DataFrame([(deed, *said) for deed, said in NAMED.items()], columns=["deed", "means", "does"])
    if part not in SPANS:
        raise SettingError(f"{part} is none of {', '.join(SPANS)}.{did_you_mean(part, SPANS)}")
    return pd.DataFrame([(f"{part}.{n}", low, high) for n, (low, high) in SPANS[part].items()], columns=["name", "low", "high"])


@plainly
def dictionary(part: str = "") -> pd.DataFrame:
    """Every column that a run has whose name contains `part`: table, column, unit, meaning and more.

    >>> set(dictionary("wai_client").table) >= {"sessions", "dyads"}
    True
    """
    words = tables.dictionary()
    found = words[words.column.str.contains(part, regex=False)].reset_index(drop=True)
    if found.empty:
        raise SettingError(f"no column's name contains {part!r}.{did_you_mean(part, words.column)}")
    return found
