"""Verbs that say what there is, as tables: parameters, rules, mechanisms, scenarios, interventions, columns.

Where a verb takes `rules`, a file of one's own, or what `replace` gives, its table also has what they bring.
"""

from pathlib import Path

import pandas as pd

from experiments.verbs.manners import plainly
from model.commands import lists
from model.rules import Rules
from model.simulate import rules_from


@plainly
def parameters(part: str = "", *, rules: Rules | str | Path | None = None) -> pd.DataFrame:
    """Every number of the model whose name contains `part`: name, default, low, high, range, unit, meaning, source.

    Raises SettingError when there is none.

    >>> parameters("repair_skill.mean").default.tolist()
    [0.5]
    """
    return pd.DataFrame(lists.parameters(part, rules_from(rules).brought))


@plainly
def rules(rules: Rules | str | Path | None = None) -> pd.DataFrame:
    """The rules, in the order of a session's headings: rule, file, returns, asks_for, text; `rules` names a file of one's own.

    >>> rules().set_index("rule").file["dropout_chance"]
    'ending'
    """
    said = rules_from(rules)
    return pd.DataFrame([lists.rule(said, name) | {"text": said.text(name)} for name in said])


@plainly
def mechanisms(code: str = "") -> pd.DataFrame:
    """The mechanisms of the theory, or the one of this `code`: code, title, says, off, kind, rules, parameters, columns.

    `off` are the settings that switch it off; `kind` says why there are none. Raises SettingError when there is no such mechanism.

    >>> mechanisms().code.iloc[0]
    'M1'
    """
    return pd.DataFrame(lists.mechanisms(code))


@plainly
def scenarios(name: str = "") -> pd.DataFrame:
    """The shipped scenarios, or the one that is named, shipped or a TOML file: name, title, lesson, story.

    >>> "sarah" in set(scenarios().name)
    True
    """
    return pd.DataFrame(lists.scenarios(name))


@plainly
def interventions(part: str = "", *, rules: Rules | str | Path | None = None) -> pd.DataFrame:
    """Deeds with a name (deed, means, does), or what can be changed of a `part` (name, low, high, range).

    A `part` is client, therapist, p, week, luck or dyad. Raises SettingError for any other.

    >>> interventions("dyad").columns.tolist()
    ['name', 'low', 'high', 'range']
    """
    return pd.DataFrame(lists.changeable(part, rules_from(rules).brought) if part else lists.deeds())


@plainly
def dictionary(part: str = "", *, rules: Rules | str | Path | None = None) -> pd.DataFrame:
    """Every column that a run has whose name contains `part`: table, column, unit, meaning and more.

    >>> set(dictionary("wai_client").table) >= {"sessions", "dyads"}
    True
    """
    return pd.DataFrame(lists.columns(part, rules_from(rules).brought))
