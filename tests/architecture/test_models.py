"""The tables of every room keep the rules of the house."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models

from tests.architecture.reading import ROOMS

OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("seedbed.")]


def room_of(model: type[models.Model]) -> str:
    """Return the room that a table belongs to."""
    return model.__module__.split(".")[1]


def nameless(tables: Iterable[type[models.Model]]) -> Iterator[str]:
    """Name the tables whose name in one or in many is left to Django (it would say “学员s”)."""
    for model in tables:
        given = model._meta.original_attrs
        if not model._meta.auto_created and not {"verbose_name", "verbose_name_plural"} <= set(given):
            yield model._meta.label


def foreign_keys_that_look_up(tables: Iterable[type[models.Model]]) -> Iterator[str]:
    """Name the links to rows of a higher room, and those to another room that can be walked backwards."""
    for model in tables:
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or target not in OURS or room_of(target) == room_of(model):
                continue
            # Who acts is known on every floor; the framework's setting names the table, not an import.
            above = ROOMS.index(room_of(target)) > ROOMS.index(room_of(model)) and target is not get_user_model()
            if above or not field.remote_field.hidden:
                yield f"{model._meta.label}.{field.name}"


def test_every_table_has_its_names() -> None:
    assert list(nameless(OURS)) == []


def test_links_between_rooms_point_down_and_cannot_be_walked_back() -> None:
    assert list(foreign_keys_that_look_up(OURS)) == []


def test_the_checks_catch_planted_tables() -> None:
    class Planted(models.Model):
        walked_back = models.ForeignKey("directory.Account", models.PROTECT)
        hidden = models.ForeignKey("directory.Account", models.PROTECT, related_name="+")

        class Meta:
            app_label = "planted"

    Planted.__module__ = "seedbed.selection.models"
    assert list(nameless([Planted])) == ["planted.Planted"]
    assert list(foreign_keys_that_look_up([Planted])) == ["planted.Planted.walked_back"]


def test_there_is_no_second_way_to_write() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
