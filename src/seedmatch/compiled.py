"""One decorator: compiled by numba where the extra `fast` is installed, plain Python where it is not."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

FAST = find_spec("numba") is not None


def compiled(function: Function) -> Function:
    """Compile a function of whole numbers and arrays; the result is kept beside the file.

    Plain Python gives the same numbers, only slowly: the kernels use nothing but loops over whole numbers.
    """
    if not FAST:
        return function
    from numba import njit  # optional dependency

    decorated: Function = njit(cache=True, nogil=True)(function)
    return decorated


def inlined(function: Function) -> Function:
    """Compile a function into those that call it: handing over a dozen arrays costs more than a short scan."""
    if not FAST:
        return function
    from numba import njit  # optional dependency

    decorated: Function = njit(cache=True, nogil=True, inline="always")(function)
    return decorated
