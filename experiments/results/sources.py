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
    tables = (ROOT / "model").glob("*.toml")
    return {f.relative_to(ROOT).as_posix(): digest(f.read_bytes()) for f in sorted({*sources(modules), *tables})}


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
    """The full names of what a file imports; of `from a import b` both `a` and `a.b`, either of which may be a module."""
    for step in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(step, ast.Import):
            yield from (alias.name for alias in step.names)
        elif isinstance(step, ast.ImportFrom) and step.module:
            yield step.module
            yield from (f"{step.module}.{alias.name}" for alias in step.names)


def files_of(module: str) -> list[Path]:
    """The file of a module of ours; nothing of others, nor of a package as a whole, which only hands its parts on."""
    package, *parts = module.split(".")
    if package not in ("model", "experiments") or not parts:
        return []
    place = ROOT.joinpath(package, *parts)
    return [f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()]
