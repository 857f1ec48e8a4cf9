"""Sealed values: closed without the key, damaged ones refused, found by a keyed digest."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.kernel import sealed

NUMBER = "431003199302133046"


@pytest.fixture
def keys(tmp_path: Path, settings: object) -> Path:
    """A key file of its own."""
    path = tmp_path / "keys.json"
    settings.SEALED_KEY_FILE = path  # type: ignore[attr-defined]
    return path


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_what_is_sealed_comes_back(text: str) -> None:
    assert sealed.unseal(sealed.seal(text)) == text


def test_nothing_stays_nothing() -> None:
    assert (sealed.seal(""), sealed.unseal("")) == ("", "")


def test_the_same_text_never_looks_the_same() -> None:
    assert len({sealed.seal(NUMBER) for _n in range(20)}) == 20


def test_one_damaged_sign_is_noticed() -> None:
    text = sealed.seal(NUMBER)
    at = len(text) // 2  # the last sign of base64 holds bits that mean nothing
    damaged = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    with pytest.raises(sealed.WrongKey, match="damaged"):
        sealed.unseal(damaged)


def test_another_key_opens_nothing(keys: Path, tmp_path: Path, settings: object) -> None:
    text = sealed.seal(NUMBER)
    settings.SEALED_KEY_FILE = tmp_path / "other.json"  # type: ignore[attr-defined]
    with pytest.raises(sealed.WrongKey):
        sealed.unseal(text)


def test_a_missing_key_is_named(keys: Path) -> None:
    text = sealed.seal(NUMBER)
    with pytest.raises(sealed.WrongKey, match="key k9 is not in"):
        sealed.unseal("k9" + text[2:])


def test_the_key_file_is_for_the_owner_only(keys: Path) -> None:
    sealed.seal(NUMBER)
    assert (oct(keys.stat().st_mode & 0o777), sorted(json.loads(keys.read_text()))) == ("0o600", ["current", "k1", "lookup"])


def test_an_old_key_still_opens_after_a_new_one_came(keys: Path) -> None:
    text = sealed.seal(NUMBER)
    raw = json.loads(keys.read_text())
    keys.write_text(json.dumps(raw | {"current": "k2", "k2": "ab" * 32}))
    sealed._keys.cache_clear()
    assert (sealed.unseal(text), sealed.seal(NUMBER).split(":")[0]) == (NUMBER, "k2")


def test_the_digest_finds_and_tells_nothing() -> None:
    assert sealed.lookup(NUMBER) == sealed.lookup(NUMBER) != sealed.lookup(NUMBER[:-1] + "X")
    assert (len(sealed.lookup(NUMBER)), NUMBER in sealed.lookup(NUMBER)) == (64, False)
