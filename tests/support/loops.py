"""One test over many things: it tells all that fail, and counts as one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable


def each(name: str, things: Iterable, told: Callable[[object], str] = str) -> Callable:
    """Decorate a test so that it runs for each of some things and fails with the list of those that fail.

    Args:
        name: the argument of the test that takes the thing; its other arguments are fixtures.
        things: what to go over; nothing to go over is a failure too.
        told: how a thing is named in the list.
    """
    things = list(things)

    def over(test: Callable) -> Callable:
        @functools.wraps(test)
        def loop(**fixtures) -> None:
            faults = []
            for thing in things:
                try:
                    test(**fixtures, **{name: thing})
                except Exception as fault:
                    faults.append(f"{told(thing)}: {type(fault).__name__}: {fault}")
            assert things, "nothing to go over"
            assert not faults, "\n".join(faults)

        own = inspect.signature(test)
        kept = [parameter for parameter in own.parameters.values() if parameter.name != name]
        loop.__signature__ = own.replace(parameters=kept)
        return loop

    return over
