"""Freezing: a finished calibration becomes what the package ships, in all the files that must agree.

Of the model these are the numbers themselves, what the findings pin down of them, and the equally good fits; of a null
model its re-calibrated scenario file. Nothing is simulated.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from experiments import output
from experiments.evidence import equal_fits
from experiments.evidence.calibration import LOG, PROBLEM
from experiments.evidence.calibration_report import FITS_FILE, PINNED_FILE, SETTINGS, STARTS_FILE
from experiments.evidence.theories import AGAIN, NULLS, RECALIBRATED
from model.errors import OutputError
from model.parameters import FROZEN, SEARCHED
from model.scenario import parse
from model.toml import flat, read_toml

ROOT = Path(__file__).parents[2]
EVIDENCE = Path("experiments/evidence")


def freeze(folder: Path, root: Path = ROOT) -> list[Path]:
    """Write the results of the calibration in `folder` into the package at `root`; the files that were written.

    Raises OutputError when the calibration is unfinished, or searched other numbers than are declared as fitted.
    """
    missing = [name for name in (PROBLEM, LOG, SETTINGS, PINNED_FILE, STARTS_FILE, FITS_FILE) if not (folder / name).is_file()]
    if missing:
        raise OutputError(f"{folder}: holds no finished calibration: {', '.join(missing)} is missing. Run dyads calibrate --out {folder}.")
    about = json.loads((folder / PROBLEM).read_text("utf-8"))
    try:
        return list(null(folder, about["theory"], root) if about["theory"] in NULLS else frozen_set(folder, root))
    except OSError as e:
        raise OutputError(f"{root}: cannot be written: {e.strerror or e}. Freeze in a copy of the repository.") from None


def frozen_set(folder: Path, root: Path) -> Iterator[Path]:
    """Write the set, what is pinned down, and the equally good fits."""
    text = (folder / SETTINGS).read_text("utf-8")
    differs = sorted(set(settings_of(text)) ^ set(SEARCHED))
    if differs:
        raise OutputError(f"{folder}: what it fitted is not what the model declares as fitted: {', '.join(differs)}.")
    head = (
        f"# The fitted numbers of the model, fitted to the findings of {EVIDENCE}/targets.toml.\n"
        "# Everything else stands where it is declared, in model/parameters.py and model/fields.py.\n"
    )
    yield put(root / "model" / f"{FROZEN}.toml", head + text)
    for name, kept in ((PINNED_FILE, f"{FROZEN}.csv"), (FITS_FILE, equal_fits.FILE)):
        yield put(root / EVIDENCE / kept, (folder / name).read_text("utf-8"))


def null(folder: Path, name: str, root: Path) -> Iterator[Path]:
    """Write a null's scenario file: title, story, lesson and cut as they were, and the numbers that were found."""
    nulls = root / EVIDENCE / "nulls"
    shipped = (nulls / f"{name}.toml").read_text("utf-8")
    head, _, _ = shipped.partition("\n[settings]")
    cut = parse(head, name).settings
    said, _, _ = (folder / SETTINGS).read_text("utf-8").partition("[settings]")
    title = read_toml(head)["title"]
    head = head.replace(f'"{title}"', f'"{title}, {RECALIBRATED}"', 1)
    found = {n: v for n, v in settings_of((folder / SETTINGS).read_text("utf-8")).items() if n not in cut}
    yield put(nulls / f"{name}{AGAIN}.toml", f"{said}{head.strip()}\n\n[settings]\n" + "".join(f"{n} = {v!r}\n" for n, v in found.items()))


def settings_of(text: str) -> Mapping[str, float]:
    """The settings in a file, by their dotted names."""
    return dict(flat(read_toml(text)["settings"]))


def put(path: Path, text: str) -> Path:
    """Write one file, whole."""
    output.replace_text(path, text)
    return path
