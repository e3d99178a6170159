"""A rule file of one's own is written: begun where none is, or given one more rule; never overwritten, and never by half."""

import ast
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from model.errors import OutputError, RuleError
from model.guide.starter import added, defined
from model.reasons import reason
from model.trial.gates import text_of


def faults_of_file(file: Path) -> Iterator[str]:
    """What is wrong with the name of a rule file that is to be written."""
    if not file.name:
        yield "name a file to write, as in dyads rules new my_rules.py --rule dropout_chance."
        return
    if not is_text(str(file)) or any(not letter.isprintable() for letter in file.name):
        yield f"{shown(file)}: this name has letters that cannot be printed; choose another."
        return
    if file.name == ".py":
        yield f"{file}: a rule file has a name before .py, as in {file.with_name('my_rules.py')}."
    elif file.suffix != ".py":
        yield f"{file}: a rule file is a Python file; call it {file.with_suffix('.py').name}."
    elif is_taken(file.stem):
        yield f"{file}: Python has a module called {file.stem} already, and might take this file for it; call it my_{file.name}."
    if not file.parent.is_dir():
        yield f"{file}: there is no folder {file.parent}; make it first, or choose another."


def is_text(name: str) -> bool:
    """Whether a name can be written as text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown(file: Path) -> str:
    """A name with what cannot be printed written out."""
    return ascii(str(file))[1:-1]


def is_taken(stem: str) -> bool:
    """Whether a module of Python's own or of this project goes by this name."""
    return stem in sys.stdlib_module_names or stem in ("model", "experiments", "dashboards")


def written(file: Path, text: str, rules: Sequence[str]) -> None:
    """Write a file that is not there yet; OutputError when it is, or cannot be written, and then none is left behind."""
    content = text.encode()
    try:
        with file.open("xb") as new:
            try:
                new.write(content)
            except OSError:
                file.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise OutputError(there_already(file, rules)) from None
    except OSError as e:
        raise OutputError(f"{file}: cannot be written: {reason(e)}.") from None


def there_already(file: Path, rules: Sequence[str]) -> str:
    """What to do about a file that is to be begun, and is there."""
    if file.is_symlink() and not file.exists():
        return f"{file}: is a link to {os.readlink(file)}, which is not there; remove it, or choose another name."
    if file.is_dir():
        return f"{file}: is a folder; choose another name."
    options = " ".join(f"--rule {name}" for name in rules)
    return (
        f"{file}: is there already, and is not overwritten. Choose another name, or have the copy added to it: "
        f"dyads rules new {shlex.quote(str(file))} {options} --add"
    )


def with_added(file: Path, rules: Sequence[str]) -> str:
    """The text of a rule file with copies of these rules added; RuleError where it is none, or has one of them."""
    text = text_of(file)
    try:
        there = defined(ast.parse(text))
    except (SyntaxError, ValueError):
        raise RuleError(f"{file}: is no Python as it stands; dyads rules check {shlex.quote(str(file))} says why.") from None
    if faults := [f"{file}: has {name} already; edit it there, or take it out first." for name in rules if name in there]:
        raise RuleError(*faults)
    return added(text, rules)


def rewritten(file: Path, text: str) -> None:
    """Write a file anew, all of it or nothing; OutputError where that cannot be done."""
    there = file.resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{there.name}-", dir=there.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as new:
                new.write(text)
            os.chmod(name, there.stat().st_mode & 0o777)
            os.replace(name, there)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            raise
    except OSError as e:
        raise OutputError(f"{file}: cannot be written: {reason(e)}.") from None
