"""Columns of the tables of dyads of many clinics, without the tables: what a sweep is told from."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from model import tables
from model.block import Block
from model.cohort.engine import live_together
from model.people import recruit
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import check_sound, pieces

Columns = dict[str, np.ndarray]


def columns_of(clinics: Sequence[Scenario], rules: Rules, names: Sequence[str]) -> list[Columns]:
    """For each clinic these columns of its table of dyads; names of codes are text.

    The clinics are lived together by the cohort engine, and of every piece nothing is kept but its columns.
    Raises SettingError or RuleError where one of them cannot be lived.
    """
    clinics = [asked.under(rules.brought) for asked in clinics]
    found: list[list[Columns]] = [[] for _ in clinics]
    cuts = [pieces(asked, record=False) for asked in clinics]
    for k in range(max(map(len, cuts))):
        here = [i for i, cut in enumerate(cuts) if k < len(cut)]
        lived = [(clinics[i], recruit(clinics[i], *cuts[i][k])) for i in here]
        for i, (asked, people), block in zip(here, lived, live_together(lived, rules), strict=True):
            if rules.mine:
                check_sound(asked, rules, people, block)
            found[i].append(columns(block, asked, names))
    return [{name: np.concatenate([part[name] for part in parts]) for name in names} for parts in found]


def columns(block: Block, asked: Scenario, names: Sequence[str]) -> Columns:
    """These columns of the dyads of one block."""
    return {c.name: as_array(c.make(block, asked)) for c in tables.DYADS.only(names).columns}


def as_array(made: np.ndarray | pa.Array) -> np.ndarray:
    """A column as an array; names that are stored once each, each where it stands."""
    return made if isinstance(made, np.ndarray) else np.array(made.dictionary.to_pylist(), object)[made.indices.to_numpy()]
