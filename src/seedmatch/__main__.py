"""The command line: ``python -m seedmatch solve|check FILE`` and ``python -m seedmatch bench``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from seedmatch.audit import check
from seedmatch.errors import BadFile, Infeasible, SeedmatchError
from seedmatch.limits import Limits
from seedmatch.plan import Plan
from seedmatch.problem import Problem

OK, FAULTY, BAD_INPUT, NO_PLAN = 0, 1, 2, 3
SUFFIXES = {
    ".json": "json",
    ".npz": "npz",
    ".txt": "orlib",
    ".hr": "hr",
    ".dimacs": "dimacs",
    ".asn": "dimacs",
    ".min": "dimacs",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 faults found, 2 bad input, 3 no plan possible."""
    options = _parser().parse_args(arguments)
    if options.command == "bench":
        return _bench(options)
    try:
        form = options.format or SUFFIXES.get(options.file.suffix, "json")
        answer, code = (_solve if options.command == "solve" else _check)(options, form)
    except Infeasible as error:
        answer, code = (
            {"feasible": False, "reason": str(error), "diagnosis": asdict(error.diagnosis)},
            NO_PLAN,
        )
    except SeedmatchError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    print(json.dumps(answer, ensure_ascii=False))
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seedmatch", description="Place people on posts, with proof.")
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="solve a problem and print its figures as JSON")
    audit = commands.add_parser("check", help="check a plan against its problem without the solver")
    for command in (solve, audit):
        command.add_argument("file", type=Path)
        command.add_argument("--format", choices=("json", "npz", "orlib", "hr", "dimacs"))
        command.add_argument("--minimize", action="store_true", help="values are costs")
    solve.add_argument("--objective", choices=("fit", "stable", "profile"), help="stable for hr, else fit")
    solve.add_argument("--seed", type=int, default=0)
    solve.add_argument("--out", type=Path, help="write the plan here")
    solve.add_argument("--work", type=int, help="most search nodes")
    solve.add_argument("--seconds", type=float, help="most seconds")
    audit.add_argument("plan", type=Path)
    bench = commands.add_parser("bench", help="measure the engine beside other libraries")
    bench.add_argument(
        "sizes", nargs="*", metavar="SIZE", help="office, small, middle, large; else the first two"
    )
    bench.add_argument("--no-peers", action="store_true", help="leave the other libraries out")
    return parser


def _bench(options: argparse.Namespace) -> int:
    from seedmatch.bench.table import print_table  # slow import: compiled kernels

    sizes = options.sizes or ["office", "small"]
    if unknown := sorted(set(sizes) - {"office", "small", "middle", "large"}):
        print(f"There is no size {', '.join(unknown)}; use office, small, middle or large.", file=sys.stderr)
        return BAD_INPUT
    print_table(sizes, compare=not options.no_peers)
    return OK


def _solve(options: argparse.Namespace, form: str) -> tuple[dict[str, Any], int]:
    limits = Limits(options.work, options.seconds)
    mode = options.objective or ("stable" if form == "hr" else "fit")
    if form == "json":
        from seedmatch.solver import solve  # slow import: numpy and HiGHS

        if options.minimize:
            raise BadFile("A JSON problem is always maximised; leave out --minimize.")
        plan = solve(_problem(options.file), objective=mode, seed=options.seed, limits=limits)
        _write(options.out, plan.to_bytes())
        return plan.summary(), OK
    from seedmatch.arrays import plan_bytes, solve_arrays  # slow import: numpy and HiGHS
    from seedmatch.readers import read_arrays  # slow import: a plan that is only read needs no solver

    written = solve_arrays(
        read_arrays(options.file, form, minimize=options.minimize), mode, options.seed, limits
    )
    _write(options.out, plan_bytes(written))
    return {name: value for name, value in written.items() if name not in ("post_of", "prices", "stages")}, OK


def _check(options: argparse.Namespace, form: str) -> tuple[dict[str, Any], int]:
    data = _bytes(options.plan)
    if form == "json":
        problem = _problem(options.file)
        plan = Plan.from_bytes(problem, data)
        faults = check(problem, plan)
        extra = {"objective": plan.objective, "verified": plan.certificate.verified}
    else:
        from seedmatch.arrays import check_arrays, is_minimized  # slow import: numpy and HiGHS
        from seedmatch.readers import read_arrays  # slow import: a plan that is only read needs no solver

        minimize = options.minimize or is_minimized(data)
        faults = check_arrays(read_arrays(options.file, form, minimize=minimize), data)
        extra = {}
    return {"ok": not faults, "faults": faults, **extra}, FAULTY if faults else OK


def _problem(path: Path) -> Problem:
    return Problem.from_json(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"The file {path} cannot be read: {error.strerror}.") from error


def _write(path: Path | None, data: bytes) -> None:
    if path is None:
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise BadFile(f"The file {path} cannot be written: {error.strerror}.") from error


if __name__ == "__main__":
    sys.exit(main())
