"""Scenarios: the settings, the seed and the story of a clinic, shipped or from a file, checked before any work starts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, StrictStr

from model.deeds.arms import called, faults_of_arms, faults_of_size
from model.deeds.interventions import Arm, Intervention, readable
from model.errors import SettingError, did_you_mean
from model.faults import Gathered
from model.parameters import NUMBERS
from model.paths import cut
from model.rule_files.brought import NOTHING, Brought, asked_under, numbers_under, p_record
from model.settings import MAX_SEED, fault, fault_of_seed, from_words
from model.telling import Tell
from model.toml import checked, flat, read_toml, shortly

__all__ = ["MAX_SEED", "Scenario", "fault", "from_words", "names_shipped", "parse", "scenario", "shipped"]


class _File(BaseModel):
    """What a scenario file may hold besides settings; the rest is checked as it is read."""

    model_config = ConfigDict(extra="forbid")
    title: StrictStr = ""
    story: StrictStr = ""
    lesson: StrictStr = ""
    sources: StrictStr = ""
    against: StrictStr = ""
    base: StrictStr = ""
    tell: Tell | None = None
    seed: Any = None
    do: list[StrictStr] = []
    arm: list[dict[str, Any]] = []
    cut: list[StrictStr] = []
    settings: dict[str, Any] = {}


class _Arm(BaseModel):
    """What a scenario file may hold of an arm."""

    model_config = ConfigDict(extra="forbid")
    name: Any = ""
    share: Any = None
    do: list[StrictStr] = []


@dataclass(frozen=True)
class Scenario:
    """A clinic to simulate: settings that differ from the defaults, a seed, and the story that goes with them.

    `tell` says whose story is worth telling, `against` with which other scenario the lesson compares; `brought` is what
    the rule file by which it lives declares of its own.

    Raises SettingError, naming every fault at once, when a setting is unknown or out of range.
    """

    name: str = "standard"
    title: str = ""
    story: str = ""
    lesson: str = ""
    sources: str = ""
    seed: int = 1
    settings: Mapping[str, float] = field(default_factory=dict)
    do: tuple[Intervention, ...] = ()
    arms: tuple[Arm, ...] = ()
    tell: Tell = field(default_factory=Tell)
    against: str = ""
    brought: Brought = NOTHING

    def __post_init__(self) -> None:
        if not isinstance(self.settings, Mapping):
            raise SettingError(f"settings must be a mapping of parameter names to values; got {self.settings!r}.")
        if isinstance(self.seed, np.integer):
            object.__setattr__(self, "seed", int(self.seed))
        wait_list = 0.0 if fault("clinic.wait_list", self["clinic.wait_list"]) else self["clinic.wait_list"]
        faults = [f for f in (*(fault(n, v, self.brought) for n, v in self.settings.items()), fault_of_seed(self.seed)) if f]
        faults += [*faults_of_size(self.do, self.arms), *faults_of_arms(self.arms, wait_list)]
        if faults:
            raise SettingError(*faults)
        object.__setattr__(self, "settings", {n: v.item() if isinstance(v, np.generic) else v for n, v in self.settings.items()})

    def __hash__(self) -> int:
        return hash((self.name, self.seed, tuple(self.settings.items()), self.do, self.arms))

    def __getitem__(self, name: str) -> float:
        """The value of a parameter by its dotted name."""
        return self.settings[name] if name in self.settings else (NUMBERS.get(name) or numbers_under(self.brought)[name]).default

    def all_settings(self) -> dict[str, float]:
        """Every parameter's value, defaults included; of those that a rule file brings, what is set (the rest stands in the file)."""
        return {name: self[name] for name in NUMBERS} | dict(self.settings)

    def but(
        self,
        settings: Mapping[str, Any] | None = None,
        *,
        seed: int | None = None,
        name: str | None = None,
        do: Iterable[str | Intervention] = (),
    ) -> "Scenario":
        """This scenario with some settings changed, and with more done from outside (see `model.deeds.interventions`)."""
        if not isinstance(settings or {}, Mapping):
            raise SettingError(f"settings must be a mapping of parameter names to values; got {settings!r}.")
        changed = {**self.settings, **(settings or {})}
        kept = self.seed if seed is None else seed
        more, faults = readable(do, brought=self.brought)
        wrong = Gathered(*faults)
        done = (*self.do, *more)
        found = wrong.tried(replace, self, name=name or self.name, seed=kept, settings=changed, do=done, otherwise=self)
        wrong.refuse()
        return found

    def under(self, brought: Brought) -> "Scenario":
        """This scenario where a rule file brings this; SettingError for what is set, or changed, that nobody brings."""
        if brought == self.brought:
            return self
        do, faults = readable((i.text for i in self.do), brought=brought)
        arms = [(arm, readable((i.text for i in arm.do), brought=brought)) for arm in self.arms]
        wrong = Gathered(*faults, *(fault for _, (_, more) in arms for fault in more))
        own = {"do": do, "arms": tuple(replace(arm, do=done) for arm, (done, _) in arms), "brought": brought}
        found = wrong.tried(replace, self, **own, otherwise=self)
        wrong.refuse()
        return found

    def p(self) -> np.ndarray:
        """The parameters that rules ask for, as an array of one record."""
        return np.array([asked_of(self)], p_record(self.brought))


@lru_cache(maxsize=64)
def asked_of(scenario: Scenario) -> tuple[float, ...]:
    """The values of all parameters that rules ask for, in the order of their record."""
    return tuple(float(scenario[name]) for name in asked_under(scenario.brought).values())


SHIPPED = files("model").joinpath("scenarios")


@cache
def names_shipped() -> tuple[str, ...]:
    """The names of the scenarios that come with the model."""
    return tuple(sorted(f.name.removesuffix(".toml") for f in SHIPPED.iterdir() if f.name.endswith(".toml")))


@cache
def shipped() -> Mapping[str, Scenario]:
    """The scenarios that come with the model, by name."""
    return MappingProxyType({name: read_shipped(name) for name in names_shipped()})


@cache
def read_shipped(name: str) -> Scenario:
    """A scenario that comes with the model."""
    return parse(SHIPPED.joinpath(f"{name}.toml").read_text("utf-8"), name)


def scenario(name: str | Path, brought: Brought = NOTHING) -> Scenario:
    """A shipped scenario by its name, or one from a TOML file by its path, which may set what a rule file has `brought`.

    Raises SettingError, naming every fault, when there is none, or the file is malformed.
    """
    if str(name).endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise SettingError(f"{path}: there is no such scenario file.")
        try:
            return parse(path.read_text("utf-8"), path.stem, f"{path}: ", path.parent, brought)
        except (OSError, UnicodeDecodeError) as e:
            raise SettingError(f"{path}: cannot be read: {e}.") from None
    known = names_shipped()
    if str(name) not in known:
        raise SettingError(
            f"no scenario is called {name}.{did_you_mean(str(name), known)} "
            f"Shipped: {', '.join(known)}; a file of your own must end in .toml."
        )
    return read_shipped(str(name)).under(brought)


def parse(text: str, name: str, before: str = "", folder: Path = Path(), brought: Brought = NOTHING) -> Scenario:
    """A scenario from the text of its TOML file, which lies in `folder`; messages begin with `before`.

    A file may begin from a shipped scenario, its `base`, and say only what differs. SettingError names every fault.
    """
    tree = read_toml(text, before)
    about, faults = checked(tree, _File, "a scenario")
    wrong = Gathered(*faults)
    if set(tree) & {n.split(".")[0] for n in NUMBERS}:
        wrong.add("Settings belong under [settings].")
    start = wrong.tried(based, about.base, otherwise=Scenario())
    severed = wrong.tried(cut, texts(tree, "cut"), otherwise={})
    against = wrong.tried(beside, about.against, folder, otherwise="")
    do, faults_of_deeds = readable(texts(tree, "do"), brought=brought)
    wrong.add(*faults_of_deeds)
    arms = [arm_from(each, wrong, brought) for each in listed(tree, "arm") if isinstance(each, dict)]
    found = wrong.tried(
        Scenario, name, about.title, about.story, about.lesson, about.sources, start.seed if about.seed is None else about.seed,
        {**start.settings, **severed, **dict(flat(about.settings))}, (*start.do, *do), (*start.arms, *arms), about.tell or start.tell,
        against, brought, otherwise=None,
    )  # fmt: skip
    if found is None or wrong.faults:
        raise SettingError(*(before + f for f in wrong.faults))
    return found


def listed(tree: Mapping[str, Any], name: str) -> list[Any]:
    """What stands in a list of a file; nothing where there is no list."""
    return tree[name] if isinstance(tree.get(name), list) else []


def texts(tree: Mapping[str, Any], name: str) -> list[str]:
    """The texts of a list of a file: what else stands in it has been refused."""
    return [each for each in listed(tree, name) if isinstance(each, str)]


def arm_from(tree: dict[str, Any], wrong: Gathered, brought: Brought) -> Arm:
    """An arm as a file has it; what is wrong with how it is written is added to `wrong`."""
    about, faults = checked(tree, _Arm, "an arm")
    do, more = readable(texts(tree, "do"), True, brought)
    wrong.add(*(f"{called(about.name)}: {f}" for f in (*faults, *more)))
    return Arm(about.name, about.share, do)


def based(name: str) -> Scenario:
    """The shipped scenario that a file begins from; one with all defaults where it names none."""
    if name and name not in names_shipped():
        raise SettingError(f"base must be a shipped scenario; got {shortly(name)}.{did_you_mean(name, names_shipped())}")
    return scenario(name) if name else Scenario()


def beside(name: str, folder: Path) -> str:
    """The scenario that a file in `folder` is to be compared with, as the command line takes it."""
    file = folder / name
    if not name or name in names_shipped():
        return name
    if name.endswith(".toml") and file.is_file():
        return str(file)
    known = names_shipped()
    hint = f"{did_you_mean(name, known)} Shipped: {', '.join(known)}."
    raise SettingError(f"against must be a shipped scenario, or a .toml file that exists; got {shortly(name)}.{hint}")
