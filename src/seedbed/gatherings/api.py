"""Circles, gatherings and action items over the API; who was excused and why stays on the page."""

from seedbed.directory.queries import people_visible_to
from seedbed.gatherings import actions, queries
from seedbed.gatherings.models import ActionItem, Circle, Gathering
from seedbed.kernel.api import Desk

desk = Desk("gatherings", "gatherings", sign="gatherings_")
desk.lists("circles", Circle, queries.circles_visible_to, ("id", "desk", "name", "ended_on", "version"))
desk.lists("gatherings", Gathering, queries.gatherings_visible_to,
           ("id", "circle", "kind", "title", "place", "starts_at", "ends_at", "lead", "agenda", "minutes", "state", "recorded_at", "version"), filters=("circle",))
desk.lists("items", ActionItem, queries.items_visible_to, ("id", "gathering", "text", "owner", "due_on", "state", "result", "closed_at", "version"), filters=("gathering",))
desk.does("circles", queries.circles_visible_to, actions.end_circle)
desk.does("gatherings", queries.gatherings_visible_to, actions.cancel, actions.excuse, actions.come_after_all)
desk.does("gatherings", queries.gatherings_visible_to, actions.agree, rows={"owner": people_visible_to})
desk.does("items", queries.items_visible_to, actions.finish_item, actions.drop_item, actions.reopen_item)
