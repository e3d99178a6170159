"""Why the system refused a file or a folder, in plain words."""

import errno

WORDS = {
    errno.EACCES: "permission is denied",
    errno.EBUSY: "it is in use",
    errno.EDQUOT: "the disk quota is used up",
    errno.EEXIST: "it is there already",
    errno.EFBIG: "it grows too large for the disk",
    errno.EIO: "the disk does not answer as it should",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "its links lead in a circle",
    errno.EMFILE: "too many files are open",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOSPC: "the disk is full",
    errno.ENOTDIR: "a part of its path is a file, and no folder",
    errno.EPERM: "permission is denied",
    errno.EROFS: "the disk can only be read",
}
NEVER = (errno.ELOOP, errno.ENAMETOOLONG)
"""What no other state of the machine would mend: what was given is wrong."""


def reason(error: Exception) -> str:
    """Why a file could not be used, as part of a sentence; of other errors what they say."""
    if not isinstance(error, OSError):
        return str(error)
    return WORDS.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def told(error: OSError) -> str:
    """The same in a sentence of its own, which names the file where the system does."""
    return f"{error.filename}: {reason(error)}." if error.filename is not None else f"{reason(error)}."
