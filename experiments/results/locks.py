"""Whose a folder is while somebody writes in it: a lock of the operating system, which ends with the process that holds it."""

import errno
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from warnings import warn

from filelock import FileLock, Timeout

from model.errors import OutputError
from model.reasons import reason

LOCK, OWNER = "lock", "process"
"""Inside a folder in which somebody writes: the lock, and, for people, who holds it."""
HELD = (LOCK, OWNER)
MOMENT = 0.2
"""Seconds for which a lock may be held by one who only looks whether it is held."""
WITHOUT = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)
"""What disks answer that know no locks."""


@contextmanager
def owned(folder: Path, shown: Path | None = None) -> Iterator[None]:
    """While this lasts `folder`, made where it is missing, is ours; errors speak of it as `shown`.

    However a process ends, its lock ends with it, also on another machine with which the disk is shared, so that none is
    left that would have to be judged by its age or by the number of its process. Raises OutputError while another has it.
    """
    shown = shown or folder
    made = not folder.exists()
    lock = lock_of(folder, MOMENT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        take(lock, folder)
        (folder / OWNER).write_text(f"{os.getpid()} {platform.node()}")
    except Timeout:
        raise OutputError(f"{shown}: {holder(folder)} is writing there. Wait for it, or choose another place (out).") from None
    except OSError as e:
        give_back(lock, folder, made)
        raise OutputError(f"{shown}: cannot be written: {reason(e)}. Choose another place (out).") from None
    try:
        yield
    finally:
        give_back(lock, folder, made)


def lock_of(folder: Path, patience: float) -> FileLock:
    """The lock of a folder, for which is waited so many seconds; each is a lock of its own, in one process too."""
    return FileLock(folder / LOCK, timeout=patience, fallback_to_soft=False)


def take(lock: FileLock, folder: Path) -> None:
    """Take a lock; where the disk knows none that is said."""
    try:
        lock.acquire()
    except Timeout:
        raise
    except OSError as e:
        if e.errno not in WITHOUT:
            raise
        warn(f"the disk of {folder} knows no locks: see to it that nothing else writes there meanwhile.", stacklevel=2)


def give_back(lock: FileLock, folder: Path, made: bool) -> None:
    """Let go of a folder, and remove it if it was made for this and is empty.

    The lock is removed while it is held: who has opened it by then sees that it is gone, and takes a new one.
    """
    for name in HELD:
        with suppress(OSError):
            (folder / name).unlink()
    lock.release()
    if made:
        with suppress(OSError):
            folder.rmdir()


def holder(folder: Path) -> str:
    """Who has a folder, as far as that is told."""
    try:
        process, machine = (folder / OWNER).read_text().split(maxsplit=1)
    except (OSError, ValueError):
        return "another process"
    return f"process {process}{'' if machine == platform.node() else f' on {machine}'}"


def held(folder: Path) -> bool:
    """Whether somebody, here or on another machine, has a folder."""
    if not (folder / LOCK).is_file():
        return False
    try:
        with lock_of(folder, 0.0):
            return False
    except Timeout:
        return True
    except OSError:
        return False
