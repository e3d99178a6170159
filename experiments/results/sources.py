"""Which files of ours decide a result: a module with all that it imports, and the digest of each."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def digests(modules: tuple[str, ...]) -> dict[str, str]:
    """The digest of every file that these modules of ours need, and of the model's tables, by its path from the root."""
    return {f.relative_to(ROOT).as_posix(): digest(f.read_bytes()) for f in deciding(modules)}


@cache
def code(modules: tuple[str, ...], without: tuple[str, ...] = ()) -> str:
    """One digest of all the files that these modules of ours need, and of the model's tables, `without` those of these names."""
    return digest(b"".join(f.read_bytes() for f in deciding(modules) if f.name not in without))


def deciding(modules: tuple[str, ...]) -> list[Path]:
    """The files that these modules of ours need, and the model's tables."""
    return [*sorted(sources(modules)), *sorted((ROOT / "model").glob("*.toml"))]


def digest(content: bytes) -> str:
    """Sixteen hexadecimal digits that are others for other content."""
    return hashlib.sha256(content).hexdigest()[:16]


def digest_of(file: Path) -> str:
    """The digest of a file, of any size."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:16]


def sources(modules: tuple[str, ...]) -> set[Path]:
    """The files of these modules of ours, and of all of ours that they import."""
    found: set[Path] = set()
    ahead = [file for module in modules for file in files_of(module)]
    while ahead:
        file = ahead.pop()
        if file not in found:
            found.add(file)
            ahead += [f for module in imported(file) for f in files_of(module)]
    return found


def imported(file: Path) -> Iterator[str]:
    """The full names of the modules that a file imports; of `from a import b` both `a` and, where it is one of ours, `a.b`."""
    for step in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(step, ast.Import):
            yield from (alias.name for alias in step.names)
        elif isinstance(step, ast.ImportFrom) and step.module:
            yield step.module
            yield from (inner for alias in step.names if lies(inner := f"{step.module}.{alias.name}"))


def files_of(module: str) -> list[Path]:
    """The file of a module of ours; nothing of others, nor of a package as a whole, which only hands its parts on.

    Raises ModuleNotFoundError where one of ours is not there: a result must never be told to hang on nothing.
    """
    package, *parts = module.split(".")
    if package not in ("model", "experiments") or not parts:
        return []
    if found := lies(module):
        return found
    raise ModuleNotFoundError(f"{module} decides a result, and has no file under {ROOT}.")


def lies(module: str) -> list[Path]:
    """Where a module, or a package, lies under the root; nothing where there is none."""
    place = ROOT.joinpath(*module.split("."))
    return [f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()]
