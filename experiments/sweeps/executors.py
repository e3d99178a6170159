"""Where the batches of a sweep are done: in threads, in processes, or on a Dask cluster, all behind one interface.

That interface is Python's own, `concurrent.futures.Executor`; joblib's loky and Dask speak it too.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, NamedTuple

from experiments.checking import faults
from experiments.sweeps.batches import Batch, Row, lived
from model.errors import DyadsError

AHEAD = 3
"""How many batches wait for each worker: enough that none is idle, and few enough to forget."""
PATIENCE = 30.0
"""Seconds that a cluster has to answer, and to show its first worker."""


class Pool(NamedTuple):
    """An executor, how many batches it does at a time, and in what words to speak of it."""

    executor: Executor
    workers: Callable[[], int]
    title: str


class Lost(DyadsError):
    """Those who did the work are gone, and not for anything that the work did."""


class Where(NamedTuple):
    """Where a sweep is to be done: by so many `workers` (one a core, without), by so many Dask workers on this machine
    (`cluster`), or by the Dask cluster whose `scheduler` is at this address."""

    workers: int | None = None
    cluster: int | None = None
    scheduler: str | None = None


HERE = Where()


def faults_of(where: Where) -> list[str]:
    """What is wrong with where a sweep is to be done."""
    counts = {"workers": where.workers, "cluster": where.cluster}
    wrong = faults.of_counts(**{name: (n, 1) for name, n in counts.items() if n is not None})
    if where.scheduler is not None and not (isinstance(where.scheduler, str) and where.scheduler):
        wrong.append(f"scheduler must be the address of a Dask scheduler; got {where.scheduler!r}.")
    if where.scheduler is not None and where.cluster is not None:
        wrong.append("give either cluster, for workers on this machine, or scheduler, for a Dask cluster that is there.")
    return wrong


@contextmanager
def opened(where: Where, in_processes: bool = False) -> Iterator[Pool]:
    """The pool that was asked for; without Dask it is of threads, or of processes of this machine.

    What was begun in a pool is given up when it is left on an error.
    """
    n = where.workers or os.cpu_count() or 1
    local = processes(n) if in_processes and n > 1 else threads(n)
    with of_dask(where.scheduler, where.cluster) if where.scheduler or where.cluster else local as pool:
        yield pool


@contextmanager
def threads(n: int) -> Iterator[Pool]:
    """Threads: compiled sessions release the interpreter's lock."""
    executor = ThreadPoolExecutor(n)
    try:
        yield Pool(executor, lambda: n, f"{n} thread{'s' * (n > 1)}")
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def processes(n: int) -> Iterator[Pool]:
    """Processes, which end with this one; rules travel as their text."""
    from joblib.externals.loky import ProcessPoolExecutor

    executor = ProcessPoolExecutor(n, timeout=60)
    calm = False
    try:
        yield Pool(executor, lambda: n, f"{n} process{'es' * (n > 1)}")
        calm = True
    finally:
        executor.shutdown(wait=calm, kill_workers=not calm)


@contextmanager
def of_dask(scheduler: str | None, cluster: int | None) -> Iterator[Pool]:
    """A Dask cluster: one that is there, at the address of its scheduler, or one of `cluster` workers on this machine."""
    from distributed import Client  # Dask takes a second to import

    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told in our own words
    if cluster:
        with workers_here(cluster) as local, Client(local) as client:
            yield pool_of(client)
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, ValueError, TimeoutError) as e:
        raise Lost(f"{scheduler}: no Dask scheduler with a worker answers there ({reason(e)}).") from None
    with client:
        yield pool_of(client)


def workers_here(n: int) -> Any:
    """A Dask cluster of so many workers, processes of this machine; Lost where they cannot be started."""
    from distributed import LocalCluster

    try:
        return LocalCluster(n_workers=n, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL)
    except (RuntimeError, OSError, TimeoutError) as e:
        raise Lost(f"{n} Dask workers could not be started on this machine ({reason(e)}).") from None


def pool_of(client: Any) -> Pool:
    """The pool of a Dask cluster; workers may come and go while it works."""

    def cores() -> int:
        return sum(client.nthreads().values())

    return Pool(client.get_executor(pure=False), cores, f"Dask cluster at {client.scheduler.address} ({cores()} cores)")


def finished(pool: Pool, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Row]]]:
    """Every batch with its rows, in the order in which they get done; only a few are under way at any time.

    Raises Lost when workers have died, or the cluster is gone, and DyadsError when a worker refuses to work.
    """
    waiting: dict[Future, Batch] = {}
    for batch in batches:
        with telling():
            waiting[pool.executor.submit(lived, batch)] = batch
            full = len(waiting) > AHEAD * max(1, pool.workers())
        if full:
            yield from taken(waiting)
    while waiting:
        yield from taken(waiting)


def taken(waiting: dict[Future, Batch]) -> Iterator[tuple[Batch, list[Row]]]:
    """What is done by now of what is waited for, as soon as anything is."""
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        with telling():
            found = future.result()
        yield waiting.pop(future), found


@contextmanager
def telling() -> Iterator[None]:
    """Errors here are not about clinics, which tell their own, but about those who live them."""
    try:
        yield
    except DyadsError:
        raise
    except Exception as e:
        raise Lost(f"the workers are gone ({reason(e)}).") from e


def reason(error: BaseException) -> str:
    """An error of a library in one line."""
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0].rstrip('.')}"
