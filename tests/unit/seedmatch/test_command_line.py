"""The command line and the file formats."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from seedmatch import Apart, Lock
from seedmatch.__main__ import main
from tests.unit.seedmatch.office import office
from tests.unit.seedmatch.test_diagnosis import grid


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main([str(word) for word in arguments])
    return code, json.loads(capsys.readouterr().out)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence on standard error; nothing on standard output."""
    code = main([str(word) for word in arguments])
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (2, "", 1)
    return said.err.strip()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_json_problem_is_solved_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "office.json", tmp_path / "plan.json"
    file.write_bytes(office(seed=4, hosts=6).to_json())
    code, answer = run(capsys, "solve", file, "--out", out)
    assert code == 0
    assert (answer["proven"], answer["placed"], answer["bound"]) == (True, 12, answer["objective"])
    assert {"unplaced", "blocking_pairs", "seconds", "engine"} <= set(answer)
    assert run(capsys, "check", file, out) == (
        0,
        {"ok": True, "faults": [], "objective": answer["objective"], "verified": True},
    )
    plan = json.loads(out.read_text())
    plan["fit_total"] += 1
    out.write_text(json.dumps(plan))
    code, answer = run(capsys, "check", file, out)
    assert (code, answer["ok"], len(answer["faults"])) == (1, False, 1)


def test_standard_output_holds_one_json_object(tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    file.write_bytes(office(seed=4, hosts=4).to_json())
    command = [sys.executable, "-m", "seedmatch", "solve", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONPATH": "src"}, check=True)
    assert json.loads(done.stdout)["proven"]
    assert done.stderr == ""


def test_no_plan_possible_is_exit_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "impossible.json"
    locks = [Lock("p0", post="q0"), Lock("p1", post="q0")]
    file.write_bytes(grid(2, [2, 1], rules=[Apart("rivals", ["p0", "p1"])], locks=locks).to_json())
    code, answer = run(capsys, "solve", file)
    assert (code, answer["feasible"]) == (3, False)
    assert answer["diagnosis"]["rules"] == ["lock:p0", "lock:p1", "rivals"]


@pytest.mark.parametrize("minimize", [True, False])
def test_orlib_agrees_with_scipy(minimize: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    costs = np.random.default_rng(3).integers(-50, 101, size=(60, 60))
    file = write(tmp_path / "assign60.txt", f" 60\n {' '.join(map(str, costs.ravel()))}\n")
    rows, cols = linear_sum_assignment(costs, maximize=not minimize)
    flag, out = ["--minimize"] if minimize else [], tmp_path / "plan.json"
    code, answer = run(capsys, "solve", file, "--out", out, *flag)
    assert code == 0
    best = int(costs[rows, cols].sum())
    assert (answer["objective"], answer["bound"], answer["proven"], answer["placed"]) == (
        best,
        best,
        True,
        60,
    )
    assert run(capsys, "check", file, out) == (0, {"ok": True, "faults": []})
    assert json.loads(out.read_bytes())["minimized"] is minimize


def test_a_file_as_large_as_assign500_is_proven(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The published files of that form are checked by hand: see docs/benchmarks.md."""
    costs = np.random.default_rng(5).integers(1, 101, size=(500, 500))
    rows = "\n".join(f" {' '.join(map(str, row))}" for row in costs.tolist())
    file, out = write(tmp_path / "assign500.txt", f" 500\n{rows}\n"), tmp_path / "plan.json"
    where = linear_sum_assignment(costs)
    code, answer = run(capsys, "solve", file, "--minimize", "--out", out)
    assert (code, answer["objective"], answer["bound"]) == (0, *[int(costs[where].sum())] * 2)
    assert run(capsys, "check", file, out) == (0, {"ok": True, "faults": []})


def npz(path: Path, people: int = 80, posts: int = 40) -> tuple[Path, np.ndarray, np.ndarray]:
    """A file as the bench generator writes it; also the dense fits (-1: no pair) and the seats."""
    rng = np.random.default_rng(7)
    dense = np.where(rng.random((people, posts)) < 0.2, rng.integers(0, 101, (people, posts)), -1)
    rows, cols = np.nonzero(dense >= 0)
    caps = rng.integers(1, 4, posts)
    indptr = np.searchsorted(rows, np.arange(people + 1))
    u, v = rng.random(len(rows)), rng.random(len(rows))
    np.savez(
        path,
        N=people,
        M=posts,
        caps=caps,
        indptr=indptr,
        idx=cols,
        rows=rows,
        fit=dense[rows, cols],
        u=u,
        v=v,
    )
    return path, dense, caps


def test_npz_agrees_with_scipy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, dense, caps = npz(tmp_path / "b.npz")
    values = np.repeat(np.where(dense >= 0, 1000 + dense, 0), caps, axis=1)
    rows, cols = linear_sum_assignment(values, maximize=True)
    code, answer = run(capsys, "solve", file, "--out", tmp_path / "plan.json")
    assert (code, answer["objective"], answer["proven"]) == (0, int(values[rows, cols].sum()), True)
    assert run(capsys, "check", file, tmp_path / "plan.json") == (0, {"ok": True, "faults": []})


@pytest.mark.parametrize("objective", ["stable", "profile"])
def test_npz_in_other_modes(objective: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, _, _ = npz(tmp_path / "b.npz", 40, 20)
    out = tmp_path / "plan.json"
    code, answer = run(capsys, "solve", file, "--objective", objective, "--out", out)
    assert (code, answer["proven"]) == (0, True)
    assert (answer["blocking_pairs"] == 0) == (objective == "stable")
    assert run(capsys, "check", file, out) == (0, {"ok": True, "faults": []})


def test_a_tampered_array_plan_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, _, _ = npz(tmp_path / "b.npz", 20, 10)
    out = tmp_path / "plan.json"
    run(capsys, "solve", file, "--out", out)
    honest = json.loads(out.read_text())
    crowd = {"post_of": [honest["post_of"][0]] * 20}
    for lie in ({"objective": 1}, {"bound": honest["bound"] - 1}, {"blocking_pairs": 999}, crowd):
        out.write_text(json.dumps(honest | lie))
        code, answer = run(capsys, "check", file, out)
        assert (code, answer["ok"]) == (1, False)


HR = """# residents, hospitals
3 2
1: 1 2
2: 1
3: 1 2
1: 1: 3 1 2
2: 2: (1 3)
"""


def test_hospitals_and_residents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = write(tmp_path / "small.hr", HR), tmp_path / "plan.json"
    code, answer = run(capsys, "solve", file, "--out", out)
    assert (code, answer["mode"], answer["placed"], answer["blocking_pairs"]) == (0, "stable", 2, 0)
    assert json.loads(out.read_text())["post_of"] == [1, -1, 0]
    assert run(capsys, "check", file, out) == (0, {"ok": True, "faults": []})


ASN = "c a comment\np asn 4 4\nn 1\nn 2\na 1 3 10\na 1 4 2\na 2 3 7\na 2 4 1\n"
MIN = "p min 4 4\nn 1 1\nn 2 1\nn 3 -2\nn 4 -1\na 1 3 0 1 10\na 1 4 0 1 2\na 2 3 0 1 7\na 2 4 0 1 1\n"


def test_dimacs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asn, transport = write(tmp_path / "a.asn", ASN), write(tmp_path / "a.min", MIN)
    assert run(capsys, "solve", asn)[1]["objective"] == 11
    assert run(capsys, "solve", asn, "--minimize")[1]["objective"] == 9
    code, answer = run(capsys, "solve", transport, "--out", tmp_path / "plan.json")
    assert (code, answer["objective"], answer["placed"]) == (0, 9, 2)
    assert run(capsys, "check", transport, tmp_path / "plan.json") == (0, {"ok": True, "faults": []})


BAD = [
    ("orlib", "", "must hold n and then n times n costs"),
    ("orlib", "2 1 2 3", "must hold n and then n times n costs"),
    ("orlib", "2 1 2 3 x", "no whole number"),
    ("orlib", "1 99999999999", "Costs must lie between"),
    ("hr", "", "The first line"),
    ("hr", "1 1\n1: 1", "must have 3 lines"),
    ("hr", "1 1\n1: 2\n1: 1: 1", "must be its number 1"),
    ("hr", "1 1\n1: 1 1\n1: 1: 1", "must be its number 1"),
    ("hr", "1 1\n1: 1\n1: x: 1", "its seats"),
    ("dimacs", "", "kind asn or min"),
    ("dimacs", "p asn 2 1\nn 1\na 1\n", "full arc lines"),
    ("dimacs", "p asn 2 1\nn 1\na 1 x 3\n", "Line 3"),
    ("dimacs", "p asn 2 1\nn 1\na 2 1 3\n", "Every arc must lead"),
    ("dimacs", "p min 2 1\nn 1 1\nn 2 -1\na 1 2 1 1 3\n", "lower limit 0"),
    ("dimacs", "p asn 2 2\nn 1\na 1 2 3\na 1 2 4\n", "names a pair twice"),
    ("npz", "PK nonsense", "is not an npz file"),
    ("json", "{}", "is not a problem of this engine"),
]


@pytest.mark.parametrize(("form", "text", "sentence"), BAD)
def test_bad_files_get_a_sentence(
    form: str, text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence in refusal(capsys, "solve", write(tmp_path / "file", text), "--format", form)


def test_other_refusals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, _, _ = npz(tmp_path / "b.npz", 5, 5)
    assert "cannot be opened" in refusal(capsys, "solve", tmp_path / "none.npz")
    assert "cannot be read" in refusal(capsys, "solve", tmp_path / "none.json")
    assert "leave out --minimize" in refusal(capsys, "solve", file, "--minimize")
    assert "cannot be written" in refusal(capsys, "solve", file, "--out", tmp_path / "no" / "where")
    assert "cannot be read" in refusal(capsys, "check", file, write(tmp_path / "p.json", "{"))
    json_file = write(tmp_path / "office.json", office(seed=4, hosts=3).to_json().decode())
    assert "always maximised" in refusal(capsys, "solve", json_file, "--minimize")
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "is not text" in refusal(capsys, "solve", binary, "--format", "hr")
    np.savez(tmp_path / "odd.npz", N=2, M=1, caps=[1], indptr=[0, 1, 5], idx=[0], fit=[1])
    assert "do not fit together" in refusal(capsys, "solve", tmp_path / "odd.npz")
    np.savez(tmp_path / "far.npz", N=1, M=1, caps=[1], indptr=[0, 1], idx=[7], fit=[1])
    assert "a post that does not exist" in refusal(capsys, "solve", tmp_path / "far.npz")


def test_a_size_that_the_bench_does_not_know_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "huge"]) == 2
    assert "no size huge" in capsys.readouterr().err
