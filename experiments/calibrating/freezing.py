"""Freezing: a finished calibration becomes what the package ships, in all the files that must agree.

Of the model these are the numbers themselves, what the findings pin down of them, and the equally good fits; of a null
model its re-calibrated scenario file. Nothing is simulated.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments.calibrating import equal_fits
from experiments.calibrating.calibration import LOG, PROBLEM
from experiments.calibrating.report import FITS_FILE, PINNED_FILE, SETTINGS, STARTS_FILE
from experiments.evidence.models import AGAIN, NULLS, RECALIBRATED
from experiments.evidence.shipping import EVIDENCE, ROOT, put
from model.errors import OutputError
from model.parameters import FROZEN, SEARCHED
from model.reasons import reason
from model.scenario import parse
from model.settings import fault
from model.toml import flat, read_toml

CALIBRATING = Path("experiments/calibrating")


def freeze(folder: Path, root: Path = ROOT) -> list[Path]:
    """Write the results of the calibration in `folder` into the package at `root`; the files that were written.

    Raises OutputError when the calibration is unfinished, or searched other numbers than are declared as fitted.
    """
    missing = [name for name in (PROBLEM, LOG, SETTINGS, PINNED_FILE, STARTS_FILE, FITS_FILE) if not (folder / name).is_file()]
    if missing:
        raise OutputError(f"{folder}: holds no finished calibration: {', '.join(missing)} is missing. Run dyads calibrate --out {folder}.")
    if not (folder / LOG).stat().st_size:
        raise OutputError(f"{folder}: nothing has been tried there yet. Run dyads calibrate --out {folder}.")
    theory = theory_of(folder / PROBLEM)
    faults = [f for n, v in settings_of(folder / SETTINGS).items() if (f := fault(n, v))]
    if faults:
        raise OutputError(*(f"{folder / SETTINGS}: {f}" for f in faults))
    try:
        return list(null(folder, theory, root) if theory in NULLS else frozen_set(folder, root))
    except OSError as e:
        raise OutputError(f"{root}: cannot be written: {reason(e)}. Freeze in a copy of the repository.") from None


def frozen_set(folder: Path, root: Path) -> Iterator[Path]:
    """Write the set, what is pinned down, and the equally good fits."""
    text = (folder / SETTINGS).read_text("utf-8")
    differs = sorted(set(settings_of(folder / SETTINGS)) ^ set(SEARCHED))
    if differs:
        raise OutputError(f"{folder}: what it fitted is not what the model declares as fitted: {', '.join(differs)}.")
    head = (
        f"# The fitted numbers of the model, fitted to the findings of {EVIDENCE}/targets.toml.\n"
        "# Everything else stands where it is declared, in model/parameters.py and model/fields.py.\n"
    )
    yield put(root / "model" / f"{FROZEN}.toml", head + text)
    for name, kept in ((PINNED_FILE, f"{FROZEN}.csv"), (FITS_FILE, equal_fits.FILE)):
        yield put(root / CALIBRATING / kept, (folder / name).read_text("utf-8"))


def null(folder: Path, name: str, root: Path) -> Iterator[Path]:
    """Write a null's scenario file: title, story, lesson and cut as they were, and the numbers that were found."""
    nulls = root / EVIDENCE / "nulls"
    shipped = (nulls / f"{name}.toml").read_text("utf-8")
    head, _, _ = shipped.partition("\n[settings]")
    cut = parse(head, name).settings
    said, _, _ = (folder / SETTINGS).read_text("utf-8").partition("[settings]")
    title = read_toml(head)["title"]
    head = head.replace(f'"{title}"', f'"{title}, {RECALIBRATED}"', 1)
    found = {n: v for n, v in settings_of(folder / SETTINGS).items() if n not in cut}
    yield put(nulls / f"{name}{AGAIN}.toml", f"{said}{head.strip()}\n\n[settings]\n" + "".join(f"{n} = {v!r}\n" for n, v in found.items()))


def theory_of(file: Path) -> str:
    """Which theory was calibrated, as the problem's file says; OutputError when it cannot be read."""
    try:
        return str(json.loads(file.read_text("utf-8"))["theory"])
    except (ValueError, KeyError, TypeError) as e:
        raise OutputError(f"{file}: is no calibration's: {type(e).__name__}: {e}.") from None


def settings_of(file: Path) -> Mapping[str, float]:
    """The settings in a file, by their dotted names; OutputError when there are none."""
    found = read_toml(file.read_text("utf-8"), f"{file}: ").get("settings")
    if not isinstance(found, dict):
        raise OutputError(f"{file}: holds no [settings].")
    return dict(flat(found))
