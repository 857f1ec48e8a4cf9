"""Tests that were never seen to fail prove nothing: every fault that is seeded turns one red."""

import pytest

from tests.seeded_faults import FAULTS, ROOT, hunt


@pytest.mark.slow
def test_every_seeded_fault_is_noticed() -> None:
    assert hunt(FAULTS) == {}


def test_each_fault_has_its_place_and_its_name() -> None:
    counts = {fault.name: (ROOT / "src" / fault.file).read_text(encoding="utf-8").count(fault.old) for fault in FAULTS}
    assert counts == {fault.name: 1 for fault in FAULTS}
    assert len(counts) == len(FAULTS) >= 20
