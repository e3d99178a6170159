"""Settings and scenarios: which numbers a clinic runs on, checked against their declarations before any work starts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError, create_model

from model.errors import SettingError, did_you_mean
from model.fields import ARMS
from model.interventions import Arm, Intervention, faults_of_size, intervention, interventions
from model.parameters import ASKED, NUMBERS, P_RECORD, Number
from model.telling import Tell
from model.toml import checked, read_toml, shortly

MAX_SEED = 2**64 - 1


def _typed(n: Number) -> Any:
    kind: Any = int if n.whole else float
    return Annotated[kind, Field(ge=n.low, le=n.high, allow_inf_nan=None if n.whole else False, strict=True)]


_Numbers: type[BaseModel] = create_model(  # type: ignore[call-overload]
    "_Numbers",
    __config__=ConfigDict(extra="forbid"),
    **{f"n{i}": (_typed(n), Field(default=n.default, alias=n.name)) for i, n in enumerate(NUMBERS.values())},
)


class _File(BaseModel):
    """What a scenario file may hold besides settings."""

    model_config = ConfigDict(extra="forbid")
    title: StrictStr = ""
    story: StrictStr = ""
    lesson: StrictStr = ""
    sources: StrictStr = ""
    against: StrictStr = ""
    tell: Tell = Tell()
    seed: Annotated[int, Field(ge=0, le=MAX_SEED, strict=True)] = 1
    do: list[StrictStr] = []
    arm: list["_Arm"] = []
    settings: dict[str, Any] = {}


class _Arm(BaseModel):
    """What a scenario file says of an arm."""

    model_config = ConfigDict(extra="forbid")
    name: StrictStr
    share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False, strict=True)]
    do: list[StrictStr] = []


_File.model_rebuild()


def fault(name: str, value: object) -> str | None:
    """What is wrong with setting `name` to `value`, in one sentence that says what would be right; None if nothing is."""
    number = NUMBERS.get(name) if isinstance(name, str) else None
    value = value.item() if isinstance(value, np.generic) else value
    if number is None:
        return f"{name} is no parameter.{did_you_mean(str(name), NUMBERS)} All names: dyads parameters."
    try:
        _Numbers(**{name: value})
    except ValidationError:
        whole = "a whole number " if number.whole else ""
        return f"{name} must be {whole}in {number.range_and_unit}; got {shortly(value)}. It means: {number.meaning}."
    return None


def flat(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Nested tables as dotted names."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


@dataclass(frozen=True)
class Scenario:
    """A clinic to simulate: settings that differ from the defaults, a seed, and the story that goes with them.

    `tell` says whose story is worth telling, `against` with which other scenario the lesson compares.

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

    def __post_init__(self) -> None:
        if not isinstance(self.settings, Mapping):
            raise SettingError(f"settings must be a mapping of parameter names to values; got {self.settings!r}.")
        if isinstance(self.seed, np.integer):
            object.__setattr__(self, "seed", int(self.seed))
        faults = [f for f in (fault(n, v) for n, v in self.settings.items()) if f]
        if not isinstance(self.seed, int) or isinstance(self.seed, bool) or not 0 <= self.seed <= MAX_SEED:
            faults.append(f"seed must be a whole number from 0 to {MAX_SEED}; got {self.seed!r}.")
        faults += faults_of_size(self.do, self.arms)
        if not faults:
            faults += faults_of_arms(self.arms, self["clinic.wait_list"])
        if faults:
            raise SettingError(*faults)
        object.__setattr__(self, "settings", {n: v.item() if isinstance(v, np.generic) else v for n, v in self.settings.items()})

    def __hash__(self) -> int:
        return hash((self.name, self.seed, tuple(self.settings.items()), self.do, self.arms))

    def __getitem__(self, name: str) -> float:
        """The value of a parameter by its dotted name."""
        return self.settings.get(name, NUMBERS[name].default)

    def all_settings(self) -> dict[str, float]:
        """Every parameter's value, defaults included."""
        return {name: self[name] for name in NUMBERS}

    def but(
        self,
        settings: Mapping[str, Any] | None = None,
        *,
        seed: int | None = None,
        name: str | None = None,
        do: Iterable[str | Intervention] = (),
    ) -> "Scenario":
        """This scenario with some settings changed, and with more done from outside (see `model.interventions`)."""
        if not isinstance(settings or {}, Mapping):
            raise SettingError(f"settings must be a mapping of parameter names to values; got {settings!r}.")
        changed = {**self.settings, **(settings or {})}
        kept = self.seed if seed is None else seed
        done = (*self.do, *(i if isinstance(i, Intervention) else intervention(i) for i in do))
        return replace(self, name=name or self.name, seed=kept, settings=changed, do=done)

    def p(self) -> np.ndarray:
        """The parameters that rules ask for, as an array of one record."""
        return np.array([tuple(float(self[name]) for name in ASKED.values())], P_RECORD)


def shipped() -> dict[str, Scenario]:
    """The scenarios that come with the model, by name."""
    folder = files("model").joinpath("scenarios")
    found = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    return {n[:-5]: parse(folder.joinpath(n).read_text("utf-8"), n[:-5]) for n in found}


def scenario(name: str | Path) -> Scenario:
    """A shipped scenario by its name, or one from a TOML file by its path.

    Raises SettingError, naming every fault, when there is none, or the file is malformed.
    """
    if str(name).endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise SettingError(f"{path}: there is no such scenario file.")
        try:
            return parse(path.read_text("utf-8"), path.stem, f"{path}: ")
        except (OSError, UnicodeDecodeError) as e:
            raise SettingError(f"{path}: cannot be read: {e}.") from None
    known = shipped()
    if str(name) not in known:
        raise SettingError(
            f"no scenario is called {name}.{did_you_mean(str(name), known)} "
            f"Shipped: {', '.join(known)}; a file of your own must end in .toml."
        )
    return known[str(name)]


def parse(text: str, name: str, before: str = "") -> Scenario:
    """A scenario from the text of its TOML file; messages begin with `before`."""
    tree = read_toml(text, before)
    about, faults = checked(tree, _File, "a scenario", before)
    if set(tree) & {n.split(".")[0] for n in NUMBERS}:
        faults.append(f"{before}Settings belong under [settings].")
    settings = dict(flat(tree["settings"])) if isinstance(tree.get("settings"), dict) else {}
    faults += [before + f for f in (fault(n, v) for n, v in settings.items()) if f]
    do, more = tried(interventions, about.do)
    faults += [before + f for f in more]
    arms = []
    for each in about.arm:
        theirs, more = tried(interventions, each.do)
        faults += [f"{before}arm {each.name}: {f}" for f in more]
        arms.append(Arm(each.name, each.share, theirs))
    if faults:
        raise SettingError(*faults)
    return Scenario(
        name, about.title, about.story, about.lesson, about.sources, about.seed, settings, do, tuple(arms), about.tell, about.against
    )


def tried(read: Callable[[list[str]], tuple[Intervention, ...]], texts: list[str]) -> tuple[tuple[Intervention, ...], tuple[str, ...]]:
    """What was read, and what is wrong with it."""
    try:
        return read(texts), ()
    except SettingError as e:
        return (), e.faults


def faults_of_arms(arms: Iterable[Arm], wait_list: float) -> Iterator[str]:
    """What is wrong with the arms of a study."""
    names = [*ARMS, *(arm.name for arm in arms)]
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield f"two arms are called {name}; give each a name of its own."
    if (whole := wait_list + sum(arm.share for arm in arms)) > 1.0 + 1e-9:
        yield f"the shares of arms and clinic.wait_list must not exceed 1 together; got {whole:g}."
    for arm in arms:
        for i in arm.do:
            if i.therapist is not None:
                yield f"arm {arm.name}: {i.text!r}: luck chooses who is in an arm; leave out WHO."


def from_words(text: str) -> tuple[str, Any]:
    """`NAME=VALUE` as typed on a command line; the value as TOML reads it."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise SettingError(f"{text!r} is no setting; write NAME=VALUE, as in therapists.repair_skill.mean=0.7.")
    try:
        return name.strip(), read_toml(f"value = {value.strip()}")["value"]
    except SettingError:
        return name.strip(), value.strip()
