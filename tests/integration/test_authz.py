"""Every address, with both methods, as every role, against the table of rights."""

import pytest

from tests.rights import METHODS, cells, roles, table, wrong_cells
from tests.world import World, all_names


def test_the_table_has_the_columns_of_the_world() -> None:
    assert table()["roles"] == roles()


def test_no_address_is_unlisted() -> None:
    assert "\n".join(sorted(set(all_names()) - set(table()["pages"]))) == ""


def test_no_listed_address_is_unknown() -> None:
    assert set(table()["pages"]) - set(all_names()) == set()


def test_every_address_is_asked_in_every_way() -> None:
    assert len(cells()) == len(all_names()) * len(METHODS) * len(roles())


@pytest.mark.parametrize("method", METHODS)
def test_everybody_gets_the_answers_of_the_table(world: World, method: str) -> None:
    assert "\n".join(wrong_cells(world, method)) == ""
