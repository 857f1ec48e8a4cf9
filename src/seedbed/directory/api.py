"""The directory over the API: units, people as far as their office may read them, ties."""

from seedbed.directory import actions, queries
from seedbed.directory.models import Person, Tie, Unit
from seedbed.directory.queries import choices
from seedbed.kernel.api import Desk

desk = Desk("directory", "directory")
desk.lists("units", Unit, queries.units_visible_to,
           ("id", "name", "short_name", "kind", "uscc", "parent", "region", "is_economic", "is_active", "version"), filters=("parent",))
desk.lists("people", Person, queries.people_visible_to,
           ("id", "name", "sex", "birth_month", "ethnicity", "political_status", "id_masked", "mobile_masked", "education", "school", "major",
            "unit", "post", "rank", "is_active", "version"), filters=("unit",))
desk.lists("ties", Tie, choices.ties_visible_to, ("id", "kind", "person", "unit", "other_person", "other_unit", "source", "declared_at", "ended_at"))
desk.does("units", queries.units_visible_to, actions.set_industries)
desk.does("ties", choices.ties_visible_to, actions.end_tie)
