"""Sweep designs: which clinics are to be simulated, read from TOML and checked before any work starts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from experiments.designs import checks
from experiments.designs.factors import Factor, bounded, column, plain, whole
from experiments.designs.file import DEFAULT_RULES, DesignFile, Luck, Reader, tree_of
from experiments.designs.file import text as text_of
from experiments.designs.sampling import SAMPLERS, problem
from model.errors import SettingError, TableError, did_you_mean
from model.faults import Gathered
from model.reasons import reason
from model.rule_files.brought import NOTHING, Brought
from model.rules import Rules, from_file
from model.scenario import Scenario, from_words, names_shipped, scenario
from model.toml import checked, flat, read_toml


@dataclass(frozen=True, eq=False)
class Design:
    """A checked design: what is common to all points, what varies, and the value of each factor at each point.

    `values` holds a column for each factor, by its title. `shares` (points × factors) says where the points of a sampled
    design lie between the ends of each factor, from 0 to 1, as SALib drew them and takes them again. `scenarios` and
    `rules` are by the words that the design uses for them; where they do not vary, there is one of each.
    """

    name: str
    title: str
    kind: str
    replicates: int
    luck: Luck
    factors: tuple[Factor, ...]
    values: Mapping[str, np.ndarray]
    shares: np.ndarray | None
    scenarios: Mapping[str, Scenario]
    rules: Mapping[str, Rules]
    asked: DesignFile
    text: str

    @classmethod
    def of(cls, told: "str | Path | Mapping[str, Any] | Design", usual: Rules | None = None) -> "Design":
        """The design of a shipped name, a TOML file, what such a file would say as a dict, or one that there is.

        Its people live by the `usual` rules where it names none. Raises SettingError, with all faults at once.

        >>> len(Design.of({"scenario": "small", "factor": [{"name": "rules.rest", "values": [0.1, 0.5]}]}))
        2
        """
        if isinstance(told, Design):
            return told.under(usual)
        return of_mapping(told, usual).under(usual) if isinstance(told, Mapping) else read_design(told, usual)

    def __len__(self) -> int:
        """How many points there are."""
        return len(next(iter(self.values.values())))

    @property
    def base(self) -> Scenario:
        """The scenario of the design; the first, where it varies."""
        return next(iter(self.scenarios.values()))

    @property
    def axes(self) -> tuple[Factor, ...]:
        """The axes of a grid; other designs have none."""
        return self.factors if self.kind == "grid" else ()

    @property
    def problem(self) -> dict[str, Any]:
        """The problem that SALib analyses, with `shares` as its X: every factor goes from 0 to 1."""
        return problem([*self.values])

    def said(self, point: int) -> dict[str, Any]:
        """The value of each factor at a point (from 0), by its title."""
        return {title: plain(values[point]) for title, values in self.values.items()}

    def settings(self, point: int) -> dict[str, Any]:
        """The parameters that a point sets, by name."""
        return settings_of(self.factors, self.said(point))

    def clinic(self, point: int) -> Scenario:
        """The scenario of a point, without the settings in which it differs."""
        return self.scenarios[self._word("scenario", point, self.scenarios)]

    def rules_at(self, point: int) -> Rules:
        """The rules of a point."""
        return self.rules[self._word("rules", point, self.rules)]

    def _word(self, of: str, point: int, known: Mapping[str, Any]) -> str:
        varied = next((f.title for f in self.factors if f.names[0] == of), None)
        return next(iter(known)) if varied is None else self.values[varied][point]

    def under(self, rules: Rules | None) -> "Design":
        """This design with its people living by these rules; SettingError where it says itself by which they live."""
        if rules is None:
            return self
        if len(self.rules) > 1 or DEFAULT_RULES not in self.rules:
            raise SettingError(f"design {self.name}: says itself which rules hold ({', '.join(self.rules)}); leave out the others.")
        return replace(self, rules={DEFAULT_RULES: rules})

    def seed(self, point: int, replicate: int) -> int:
        """The seed of a replicate: under common luck all points share it, otherwise each point has seeds of its own."""
        return self.base.seed + replicate + (point * self.replicates if self.luck == "own" else 0)

    @property
    def last_seed(self) -> int:
        """The largest seed."""
        return self.seed(len(self) - 1, self.replicates - 1)

    @cached_property
    def points(self) -> tuple[dict[str, Any], ...]:
        """The settings of every point, for designs that are not huge."""
        return tuple(self.settings(i) for i in range(len(self)))

    @cached_property
    def shown(self) -> tuple[dict[str, Any], ...]:
        """The value of each factor at every point, for designs that are not huge."""
        return tuple(self.said(i) for i in range(len(self)))


def settings_of(factors: Sequence[Factor], said: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that these values of factors set, by name."""
    return {n: whole(said[f.title]) for f in factors if not f.in_words for n in f.names}


def shipped_designs() -> list[str]:
    """Names of the designs that come with the project."""
    return sorted(f.name[:-5] for f in files("experiments").joinpath("designs").iterdir() if f.name.endswith(".toml"))


def read_design(name: str | Path, usual: Rules | None = None, read: Reader = from_file) -> Design:
    """A shipped design, or one from a TOML file; SettingError names every fault at once.

    Its people live by the rules that it names, which `read` finds, or else by `usual`, or the defaults.
    """
    if str(name).endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise SettingError(f"{path}: there is no such design file.")
        try:
            return parse(path.read_text("utf-8"), path.stem, path.parent, usual, read).under(usual)
        except (OSError, UnicodeDecodeError) as e:
            raise SettingError(f"{path}: cannot be read: {reason(e)}.") from None
    if str(name) not in shipped_designs():
        known = f"{did_you_mean(str(name), shipped_designs())} Shipped: {', '.join(shipped_designs())}"
        raise SettingError(f"no design is called {name}.{known}; a file of your own must end in .toml.")
    folder = files("experiments").joinpath("designs")
    return parse(folder.joinpath(f"{name}.toml").read_text("utf-8"), str(name), Path(str(folder)), usual, read).under(usual)


def parse(text: str, name: str, folder: Path | None, usual: Rules | None = None, read: Reader = from_file) -> Design:
    """A design from the text of its file; the files that it names are looked for in `folder`. All faults are raised together."""
    return built(read_toml(text, f"design {name}: "), text, name, folder, usual, read)


def of_mapping(told: Mapping[str, Any], usual: Rules | None = None) -> Design:
    """The design of which a file would say this, as Python has it; files that it names are looked for from where we are."""
    tree = tree_of(told)
    asked, faults = checked(tree, DesignFile, "a design")
    return built(tree, "" if faults else text_of(asked), called(asked), None, usual, from_file)


def called(asked: DesignFile) -> str:
    """What to call a design that has no file: its title, as a file could be called."""
    return re.sub(r"[^\w.-]+", "-", asked.title).strip("-") or "untitled"


def built(tree: dict[str, Any], text: str, name: str, folder: Path | None, usual: Rules | None, read: Reader) -> Design:
    """The design that the content of a file makes; all faults are raised together."""
    before, folder = f"design {name}: ", folder or Path()
    asked, faults = checked(tree, DesignFile, "a design")
    wrong = Gathered(*faults, *checks.faults_of_file(asked, tree))
    factors = wrong.tried(listed, asked, folder, otherwise=[]) if asked.sort == "list" else asked.factors
    rules = read_words(factors, "rules", asked.rules, partial(rules_called, folder=folder, usual=usual or Rules(), read=read), wrong)
    brought = tuple(dict.fromkeys(r.brought for r in rules.values())) or (NOTHING,)
    called = partial(clinic_called, asked=asked, name=name, folder=folder, brought=brought)
    scenarios = read_words(factors, "scenario", asked.scenario, called, wrong)
    factors = [wrong.tried(bounded, f, factors, scenarios.values(), otherwise=f) for f in factors]
    wrong.add(*checks.faults_of_factors(factors, asked, tree, brought))
    if not wrong.faults and asked.sort in SAMPLERS and SAMPLERS[asked.sort].complete:
        wrong.add(*checks.faults_of_box(factors, scenarios.values()))
    if wrong.faults:
        raise SettingError(*(f"{before}{fault}" for fault in wrong.faults))
    values, shares = placed(asked, factors)
    return Design(
        name, asked.title or name, asked.sort, asked.replicates, asked.luck, tuple(factors), values, shares, scenarios, rules, asked, text
    )


def listed(asked: DesignFile, folder: Path) -> list[Factor]:
    """The points that the file lists, or the rows of its points file: a factor for each name, with a value for every point."""
    rows: list[dict[str, Any]] = [dict(flat(p)) for p in asked.point]
    if asked.points_file:
        found, faults = checks.rows_in(folder / asked.points_file)
        if faults:
            raise TableError(*(f"{asked.points_file}: {f}" for f in faults))
        rows += [{name: from_words(f"{name}={cell or '?'}")[1] for name, cell in row.items()} for _, row in found]
    if faults := list(checks.faults_of_rows(rows)):
        raise SettingError(*faults)
    return [Factor.model_construct(names=[name], values=[whole(row[name]) for row in rows]) for name in (rows[0] if rows else ())]


def read_words(factors: Sequence[Factor], of: str, usual: str, read: partial, wrong: Gathered) -> dict[str, Any]:
    """What each word that the design has for its scenario, or its rules, stands for; faults are added to `wrong`."""
    words = next((f.values for f in factors if f.names[0] == of), None) or [usual]
    found = {word: wrong.tried(read, word, otherwise=None) for word in dict.fromkeys(words)}
    return {word: each for word, each in found.items() if each is not None}


def clinic_called(word: str, asked: DesignFile, name: str, folder: Path, brought: Sequence[Brought]) -> Scenario:
    """A shipped scenario, or one from a file, with the settings and the seed of the design.

    What it sets must be a parameter under each of the rules of the design, which have `brought` something of their own.
    """
    wrong = Gathered()
    own = folder / word
    place = own if word not in names_shipped() and own.is_file() else word
    start = wrong.tried(scenario, place, brought[0], otherwise=Scenario(brought=brought[0]))
    found = wrong.tried(start.but, dict(flat(asked.settings)), seed=asked.seed, name=name, otherwise=start)
    for other in brought[1:]:
        wrong.tried(found.under, other, otherwise=None)
    wrong.refuse()
    return found


def rules_called(word: str, folder: Path, usual: Rules, read: Reader) -> Rules:
    """The usual rules, or those of a file in `folder`."""
    return usual if word == DEFAULT_RULES else read(folder / word)


def placed(asked: DesignFile, factors: Sequence[Factor]) -> tuple[dict[str, np.ndarray], np.ndarray | None]:
    """The value of each factor at every point, by its title, and for a sampled design the shares of the way."""
    if asked.sort == "list":
        return {f.title: column(f.values or []) for f in factors}, None
    if asked.sort == "grid":
        sides = [column(f.points) for f in factors]
        places = np.unravel_index(np.arange(checks.points_of(factors, asked)), [len(s) for s in sides])
        return {f.title: side[at] for f, side, at in zip(factors, sides, places, strict=True)}, None
    sampler = SAMPLERS[asked.sort]
    extra = {name: getattr(asked, name) for name in sampler.extra}
    shares = sampler.draw(asked.samples, len(factors), asked.sampling_seed, **extra)
    return {f.title: f.at(shares[:, k]) for k, f in enumerate(factors)}, shares
