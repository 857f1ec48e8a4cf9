"""The script for newcomers: it says in a sentence what is wrong, and its exit code is honest."""

import hashlib
import io
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).parent


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("::1", True), ("[::1]", True),
     ("0.0.0.0", False), ("10.0.0.8", False), ("miaopu.local", False)],
)
def test_only_this_machine_counts_as_a_trial(host: str, expected: bool) -> None:
    assert dev.is_loopback(host) is expected


def options(**changes: object) -> object:
    """Return what the command line of `run` gives."""
    return type("Options", (), {"host": "127.0.0.1", "port": 8000, "no_demo": False, "stage": "", **changes})


def test_the_second_factor_is_left_out_only_for_a_demo_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEEDBED_EVALUATION", raising=False)
    assert dev.site_environment(options())["SEEDBED_EVALUATION"] == "1"
    assert "SEEDBED_EVALUATION" not in dev.site_environment(options(no_demo=True))
    monkeypatch.setenv("SEEDBED_EVALUATION", "1")
    on_network = dev.site_environment(options(host="10.0.0.8"))
    assert {name: on_network[name] for name in ("SEEDBED_EVALUATION", "SEEDBED_HTTPS", "SEEDBED_HOSTS")} == {
        "SEEDBED_EVALUATION": "0", "SEEDBED_HTTPS": "1", "SEEDBED_HOSTS": "10.0.0.8,127.0.0.1,localhost"
    }


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(dev.Trouble) as trouble:
        dev.take_port("127.0.0.1", other.getsockname()[1])
    assert str(trouble.value) == (
        f"127.0.0.1 port {other_port(trouble)} cannot be used (Address already in use); choose another one with --port or --host."
    )


def other_port(trouble: pytest.ExceptionInfo) -> str:
    """Return the port that a sentence names."""
    return str(trouble.value).split()[2]


def test_a_taken_port_is_inherited_by_the_web_server() -> None:
    with dev.take_port("127.0.0.1", 0) as port:
        assert port.get_inheritable() is True
        command = dev.web_command(options(), {}, port, secure=False)
        assert command[command.index("--bind") + 1] == f"fd://{port.fileno()}"


def wheel(folder: Path) -> tuple[str, bytes]:
    """Write something that looks like pip's wheel; return its address and content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("pip/__main__.py", "print('pip')")
    (folder / "pip.whl").write_bytes(content.getvalue())
    return (folder / "pip.whl").as_uri(), content.getvalue()


def test_pip_is_unpacked_only_if_it_is_the_known_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address, content = wheel(tmp_path)
    monkeypatch.setattr(dev, "PIP_WHEEL", address)
    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    with pytest.raises(dev.Trouble) as trouble:
        dev.fetch_pip()
    assert "is not the one we know; nothing was installed" in str(trouble.value)
    assert not (tmp_path / "venv").exists()
    monkeypatch.setattr(dev, "PIP_SHA256", hashlib.sha256(content).hexdigest())
    assert subprocess.check_output([sys.executable, dev.fetch_pip()], text=True) == "pip\n"


def test_without_pip_and_network_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "PIP_WHEEL", (tmp_path / "nothing.whl").as_uri())
    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    with pytest.raises(dev.Trouble) as trouble:
        dev.fetch_pip()
    assert str(trouble.value).endswith("Install the package python3-pip and try again.")


@pytest.mark.parametrize(
    ("results", "strict", "code"),
    [(["passed"], True, 0), (["passed", "FAILED"], False, 1), (["passed", "LEFT OUT: no Chromium"], False, 0), (["LEFT OUT: no Chromium"], True, 1)],
)
def test_the_exit_code_is_honest(capsys: pytest.CaptureFixture, results: list[str], strict: bool, code: int) -> None:
    assert dev.conclude([(f"check {n}", result, 1.0) for n, result in enumerate(results)], strict) == code
    said = capsys.readouterr().out
    assert [result for result in results if result not in said] == []
    assert ("Left out: check" in said) is any("LEFT OUT" in result for result in results)


@pytest.mark.parametrize(("program", "result"), [("raise SystemExit(0)", "passed"), ("raise SystemExit(3)", "FAILED")])
def test_a_check_passes_if_its_command_does(program: str, result: str) -> None:
    name, found, seconds = dev.check("x", [sys.executable, "-c", program], dict(os.environ))
    assert (name, found, seconds > 0) == ("x", result, True)


def test_a_failing_command_is_shown_and_named(capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(dev.Trouble) as trouble:
        dev.call([sys.executable, "-c", "print('the reason'); raise SystemExit(2)"], "Making tea")
    assert (str(trouble.value), capsys.readouterr().err) == ("Making tea did not work (see above).", "the reason\n")


@pytest.mark.parametrize("arguments", [["run", "--nonsense"], ["build"], []])
def test_what_it_does_not_know_it_refuses(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, ROOT / "dev.py", *arguments], capture_output=True, text=True)
    assert (done.returncode, done.stderr.startswith("usage: dev.py")) == (2, True)


def test_it_needs_nothing_but_the_standard_library() -> None:
    program = "import sys; sys.path.insert(0, sys.argv[1]); import dev; print('ok')"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program, str(ROOT)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "ok\n")


def test_the_check_of_a_clean_machine_is_this_one_command() -> None:
    assert (ROOT / ".ci/run").read_text().rstrip().splitlines()[-1] == "exec python3 dev.py test --strict"
