"""Outings, matters, classes of problems and the answer library over the API; nothing about people who were met but their number."""

from seedbed.grassroots import queries
from seedbed.grassroots.actions import classes, outings
from seedbed.grassroots.models import Answer, Matter, Outing, ProblemClass
from seedbed.kernel.api import Desk

desk = Desk("grassroots", "grassroots")
desk.lists("outings", Outing, queries.outings_visible_to,
           ("id", "unit", "kind", "title", "on", "area", "place", "project", "published", "met", "summary", "lesson", "state", "version"),
           filters=("area", "unit"), computed={"people": (int, lambda row: row.people), "starts": (str, lambda row: row.starts.strftime("%H:%M") if row.starts else "")})
desk.lists("matters", Matter, queries.matters_visible_to, ("id", "outing", "words", "answer", "ending", "unit", "until", "case", "library", "version"), filters=("outing",))
desk.lists("problem-classes", ProblemClass, queries.classes_visible_to, ("id", "name", "unit", "owner", "level", "cause", "measure", "raised_to", "paper", "until", "result", "state", "version"))
desk.lists("answers", Answer, queries.answers_visible_to, ("id", "question", "answer", "source", "valid_until", "approved_at", "state", "version"))
desk.does("outings", queries.outings_visible_to, outings.raise_matter)
desk.does("problem-classes", queries.classes_visible_to, classes.take_up, classes.decline)
