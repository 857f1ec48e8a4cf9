"""The zip for offices without a network: the right wheel for each target, nothing missing, nothing changed unseen."""

import hashlib
import tomllib
import zipfile
from pathlib import Path

import pytest

import dev
from deploy import bundle

ROOT = Path(dev.__file__).parent
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "system", "python", "expected"), [
    ("x-1-py3-none-any.whl", "windows-x86_64", "3.13", True),
    ("x-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "linux-x86_64", "3.11", True),
    ("x-1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "linux-x86_64", "3.12", False),
    ("x-1-cp311-cp311-manylinux_2_38_x86_64.manylinux_2_39_x86_64.whl", "linux-x86_64", "3.11", False),
    ("x-1-cp39-abi3-manylinux2014_aarch64.manylinux_2_17_aarch64.whl", "linux-aarch64", "3.13", True),
    ("x-1-cp312-abi3-win_amd64.whl", "windows-x86_64", "3.11", False),
    ("x-1-cp311-cp311-musllinux_1_2_x86_64.whl", "linux-x86_64", "3.11", False),
    ("x-1-cp311-cp311-win32.whl", "windows-x86_64", "3.11", False),
    ("x-1-cp313-cp313t-win_amd64.whl", "windows-x86_64", "3.13", False),
])
def test_a_wheel_fits_by_its_tags(name: str, system: str, python: str, expected: bool) -> None:
    assert bool(bundle.fits(name, system, python)) is expected


def test_every_package_has_its_wheel_for_every_target() -> None:
    everything = bundle.chosen(LOCK, REQUIREMENTS)
    for system in bundle.SYSTEMS:
        for python in bundle.PYTHONS:
            here = bundle.chosen(LOCK, REQUIREMENTS, (system,), (python,))
            wanted = {name for name, _version, condition in bundle.pinned(REQUIREMENTS) if bundle.applies(condition, system, python)}
            assert {file.split("-")[0].lower().replace("_", "-").replace(".", "-") for file in here} == {name.replace(".", "-") for name in wanted}
            assert set(here) <= set(everything)


def test_every_wheel_is_one_of_those_the_pinned_list_allows() -> None:
    allowed = {line.split("sha256:")[1].split()[0] for line in REQUIREMENTS.splitlines() if "sha256:" in line}
    assert {digest for _address, digest in bundle.chosen(LOCK, REQUIREMENTS).values()} - allowed == set()


def test_a_package_without_a_wheel_and_an_unknown_condition_are_named() -> None:
    lock = {"package": [{"name": "x", "version": "1", "wheels": [{"url": "https://h/x-1-cp311-cp311-win_amd64.whl", "hash": "sha256:0"}]}]}
    with pytest.raises(ValueError, match=r"x 1 has no wheel for linux-x86_64, Python 3\.11"):
        bundle.chosen(lock, "x==1 \\\n    --hash=sha256:0\n")
    with pytest.raises(ValueError, match="platform_machine"):
        bundle.chosen(lock, "x==1 ; platform_machine == 'x86_64' \\\n    --hash=sha256:0\n")


def test_a_wheel_with_another_digest_is_not_kept(tmp_path: Path) -> None:
    source = tmp_path / "x-1-py3-none-any.whl"
    source.write_bytes(b"as packed")
    folder = tmp_path / "store"
    folder.mkdir()
    with pytest.raises(ValueError, match="not what the lock file names"):
        bundle.fetch(source.as_uri(), "0" * 64, folder)
    assert list(folder.iterdir()) == []
    assert bundle.fetch(source.as_uri(), hashlib.sha256(b"as packed").hexdigest(), folder).read_bytes() == b"as packed"


def test_the_zip_holds_our_files_and_their_digests_and_a_changed_file_is_found(tmp_path: Path) -> None:
    wheel = tmp_path / "pip-1-py3-none-any.whl"
    wheel.write_bytes(b"pip")
    root = tmp_path / "root"
    (root / "src" / "__pycache__").mkdir(parents=True)
    for name, text in {"src/a.py": "a = 1\n", "src/__pycache__/a.pyc": "x", "uv.lock": "package = []\n", "requirements.txt": "", "dev.py": "",
                       "pyproject.toml": '[project]\nversion = "9"\n'}.items():
        (root / name).write_text(text)
    packed, count = bundle.make(root, tmp_path / "out", (wheel.as_uri(), hashlib.sha256(b"pip").hexdigest()))
    with zipfile.ZipFile(packed) as content:
        content.extractall(tmp_path / "unpacked")
    unpacked = tmp_path / "unpacked" / "seedbed-9"
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert (count, names) == (1, {"src/a.py", "uv.lock", "requirements.txt", "dev.py", "pyproject.toml", "wheels/pip-1-py3-none-any.whl", "SHA256SUMS"})
    assert bundle.compare(unpacked) == "6 files are as they were packed."
    (unpacked / "src" / "a.py").write_text("a = 2\n")
    with pytest.raises(ValueError, match=r"src/a\.py"):
        bundle.compare(unpacked)


def test_an_unpacked_bundle_asks_no_other_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "WHEELS", tmp_path)
    assert dev.installer("/usr/bin/uv")[-3:] == ["--no-index", "--find-links", tmp_path]
    monkeypatch.setattr(dev, "WHEELS", tmp_path / "absent")
    assert "--no-index" not in dev.installer("/usr/bin/uv")
