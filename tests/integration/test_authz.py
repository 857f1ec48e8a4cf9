"""Every address as every role against the table of rights: that none is missing, and what sending a form is answered."""

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


def test_everybody_who_sends_a_form_gets_the_answer_of_the_table(world: World) -> None:
    """Opening pages is compared in `tests/reliability/test_every_page.py`, which walks over all of them anyway."""
    assert "\n".join(wrong_cells(world, "POST")) == ""
