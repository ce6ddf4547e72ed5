"""Measure ways of doing the same, by turns."""

import contextlib
import gc
import statistics
import time

REPEATS = 9


class _Undo(Exception):
    pass


class Way:
    """One way of doing something, with what it took each time."""

    def __init__(self, name, call):
        self.name = name
        self.call = call
        self.times = []
        self.queries = 0
        self.result = None

    @property
    def seconds(self):
        return statistics.median(self.times)

    def run(self, env):
        """Do it once from an empty cache; what it wrote is undone."""
        env.flush_all()
        env.invalidate_all()
        gc.collect()
        with contextlib.suppress(_Undo), env.cr.savepoint():
            queries = env.cr.sql_log_count
            start = time.perf_counter()
            self.result = self.call()
            env.flush_all()
            self.times.append(time.perf_counter() - start)
            self.queries = env.cr.sql_log_count - queries
            raise _Undo
        env.invalidate_all()

    def report(self):
        return {
            "name": self.name,
            "seconds": self.seconds,
            "queries": self.queries,
            "repeats": len(self.times),
        }


def alternate(env, ways, repeats=REPEATS):
    """Run each of the ways `repeats` times by turns, after a first time to warm up.

    By turns, because a machine that others use is slow for minutes at a time.
    """
    for way in ways:
        way.run(env)
        way.times.clear()
    for _turn in range(repeats):
        for way in ways:
            way.run(env)


def check(name, value, bound=None):
    """Return a measured number with the bound it keeps; None: for information."""
    kept = bound is None or value <= bound
    return {"name": name, "value": value, "bound": bound, "kept": kept}


def report(title, ways, checks):
    ways = [way.report() for way in ways]
    return {"title": title, "ways": ways, "checks": checks}
