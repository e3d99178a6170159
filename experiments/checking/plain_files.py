"""Files that users name are read only where they are plain ones: a pipe would be waited for without end."""

import stat
from pathlib import Path

from model.errors import TableError
from model.reasons import reason


def bytes_of(file: Path) -> bytes | None:
    """What a plain file holds; None where there is nothing of that name, TableError where it cannot be read."""
    try:
        return file.read_bytes() if is_there(file) else None
    except OSError as e:
        raise TableError(f"{file}: cannot be read: {reason(e)}.") from None


def faults_of(file: Path) -> tuple[str, ...]:
    """What keeps a file from being read; nothing where it can be, or where there is none."""
    try:
        if is_there(file):
            file.open("rb").close()
    except OSError as e:
        return (f"{file}: cannot be read: {reason(e)}.",)
    except TableError as e:
        return e.faults
    return ()


def is_there(file: Path) -> bool:
    """Whether there is a plain file of that name; TableError where there is something else, OSError where nobody can tell."""
    try:
        kind = file.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    if not stat.S_ISREG(kind):
        raise TableError(f"{file}: must be a plain file; it is {'a folder' if stat.S_ISDIR(kind) else 'a pipe or a device'}.")
    return True
