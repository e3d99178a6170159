"""The same plain functions, compiled, and kept on disk under a key made of everything they were compiled from."""

import hashlib
import os
import sys
import types
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
from numba import njit
from numba.core.caching import FunctionCache, IndexDataCacheFile

from model.cohort.meaning import Digests, digest_of
from model.rule_files.steps import globals_read
from model.under_way import under_way

Done = dict[Any, Any]
ONCE, RULES = "compiling, once on this machine", "compiling your rules"
"""What is told while the model, or what users have written, is compiled."""
MOST_KEPT = 40
"""How many compiled functions stay on disk, up to ten megabytes each."""


def twin_of(f: Any, done: Done) -> Any:
    """A copy of the plain function `f` in which the plain functions that it calls by name are compiled ones."""
    space = {n: f.__globals__[n] for n in globals_read(f) if n in f.__globals__}
    space["__builtins__"] = f.__globals__["__builtins__"]
    twin = types.FunctionType(f.__code__, space, f.__name__, f.__defaults__, f.__closure__)
    twin.__kwdefaults__ = f.__kwdefaults__
    # a kernel on disk names its modules: this one is always there, a rule file may have moved
    twin.__module__, twin.__qualname__ = __name__, f.__qualname__
    for name, value in list(space.items()):
        if isinstance(value, types.FunctionType):
            space[name] = compiled(value, done)
    return twin


def compiled(f: Any, done: Done, inline: str = "never") -> Any:
    """`f` compiled for other compiled functions to call; `done` remembers what is compiled, by plain function.

    A function that hands back records must be inlined ("always"): the compiler cannot return them.
    """
    if f not in done:
        twin = twin_of(f, done)
        done[f] = njit(error_model="numpy", nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, inline=inline, forceinline=True)(
            twin
        )
    return done[f]


@cache
def fast(f: Callable) -> Any:
    """`f` compiled by itself, to be called from Python, and kept on disk."""
    done: Done = {}
    return kept(twin_of(f, done), list(done))


def key_of(functions: list[Any], *more: object) -> str:
    """A digest of all that decides what these functions answer once they are compiled, and of what else they are made from."""
    digest = hashlib.sha256(repr((sys.version, numba.__version__, np.__version__, more)).encode())
    digest.update(Path(__file__).read_bytes())  # how it is compiled is part of what is kept
    known: Digests = {}
    for f in functions:
        digest.update(digest_of(f, known).encode())
    return digest.hexdigest()[:32]


def cache_folder() -> Path:
    """Where compiled sessions are kept: `DYADS_CACHE`, or the user's cache folder."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("DYADS_CACHE") or Path(home) / "dyads")


class Kept(FunctionCache):
    """numba's own cache, told where to look and under which key.

    Its default key is the function's own file: it would miss for functions made inside functions, and would answer
    with an old rule after an edit in another file.
    """

    def __init__(self, function: Callable, key: str):
        super().__init__(function)
        self.key = key
        self._cache_file = IndexDataCacheFile(str(cache_folder()), key, key)

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        return sig, codegen.magic_tuple(), self.key

    def files(self) -> list[Path]:
        """What lies on disk under this key, without its seal."""
        return sorted(f for f in cache_folder().glob(f"{self.key}*.nb?") if f.is_file())

    def seal(self) -> str:
        """A digest of those files: machine code that was damaged on disk must not be run."""
        return hashlib.sha256(b"".join(f.read_bytes() for f in self.files())).hexdigest()

    @property
    def sealed(self) -> Path:
        """Where the seal is kept."""
        return cache_folder() / f"{self.key}.sha256"

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The kernel from disk, or None where there is none that can be read."""
        try:
            if not self.sealed.is_file():
                return None
            if self.sealed.read_text() != self.seal():
                raise OSError("it was damaged")
            self.sealed.touch()  # used today
            return super().load_overload(sig, target_context)
        except Exception as e:
            warnings.warn(f"a compiled session in {cache_folder()} could not be read ({e}); compiling it again", stacklevel=2)
            for spoilt in (self.sealed, *self.files()):
                spoilt.unlink(missing_ok=True)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the kernel on disk; where that fails it is compiled anew next time."""
        try:
            cache_folder().mkdir(parents=True, exist_ok=True)
            super().save_overload(sig, data)
            partial = self.sealed.with_suffix(f".{os.getpid()}")
            partial.write_text(self.seal())
            partial.replace(self.sealed)
            prune(self.key)
        except Exception as e:
            warnings.warn(f"the compiled session cannot be kept in {cache_folder()}: {e}", stacklevel=2)


def prune(but: str, most: int = MOST_KEPT) -> None:
    """Remove the kernels that were used longest ago, so that at most so many stay; the key `but` is not touched."""
    seals = sorted(cache_folder().glob("*.sha256"), key=lambda f: f.stat().st_mtime, reverse=True)
    for seal in [s for s in seals if s.stem != but][max(most - 1, 0) :]:
        for file in (seal, *cache_folder().glob(f"{seal.stem}*.nb?")):
            file.unlink(missing_ok=True)


def kept(function: Callable, parts: list[Any], *more: object, words: str = ONCE) -> Any:
    """`function` to be compiled at its first call, or read from disk if the same was compiled before.

    `parts` are the plain functions that it calls, and `more` all else that it was made from; `words` are told while it is compiled.
    """
    kernel: Any = njit(error_model="numpy", nogil=True)(function)
    kernel._cache = Kept(function, key_of([function, *parts], *more))
    kernel.compile = aloud(kernel, words)
    return kernel


def aloud(kernel: Any, words: str) -> Callable[[Any], Any]:
    """What the first call of a kernel begins with, made to tell these words where that is not to read it from disk."""
    usual = kernel.compile

    def told(signature: Any) -> Any:
        if is_kept(kernel):
            return usual(signature)
        with under_way(words):
            return usual(signature)

    return told


def is_kept(kernel: Any) -> bool:
    """Whether a kernel of this key lies on disk already."""
    return kernel._cache.sealed.is_file()
