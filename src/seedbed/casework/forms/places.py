"""The box “Where”: a list of few places; of many one types part of the name, with and without JavaScript."""

from collections import Counter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from seedbed.casework.queries.places import LONGEST, SHOWN, full_name, places_called, ways_to
from seedbed.casework.queries.sight import MANY
from seedbed.directory.models import Unit


class PlaceInput(forms.TextInput):
    """A box that finds places as one types; where a name meant several, they stand below it to be ticked."""

    found: list[Unit] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the box with the places that were meant."""
        words = {"role": "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": f"{(attrs or {}).get('id', name)}_found"}
        box = super().render(name, value, {**(attrs or {}), **words}, renderer)
        return SafeString(render_to_string("casework/place_input.html", {
            "box": box, "name": name, "value": value or "", "url": reverse("cases:places"), "list": words["aria-controls"], "found": ways_to(self.found)}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """A ticked place counts as long as the text stands for which it was offered."""
        typed = data.get(name)
        return data.get(f"{name}-pick") or typed if data.get(f"{name}-for") == typed else typed


class PlaceField(forms.ModelChoiceField):
    """Where: one of the places that are offered."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **kwargs)
        self.twins: set[str] = set()

    def offer(self, places: QuerySet[Unit]) -> None:
        """Offer some places: few as a list, in which those of one name show what they belong to; many by their names."""
        rows = list(places.select_related("parent")[: MANY + 1])
        self.twins = {name for name, n in Counter(row.name for row in rows).items() if n > 1}
        if len(rows) > MANY:
            box = PlaceInput(attrs={"maxlength": LONGEST, "autocomplete": "off"})
            box.is_required, self.widget = self.required, box
            self.help_text = self.help_text or gettext("Write part of the name, or town and village.")
        self.queryset = places.select_related("parent")

    def label_from_instance(self, obj: Any) -> str:
        """The name, and what it belongs to where another place is called so."""
        return f"{obj.parent} {obj.name}" if obj.name in self.twins and obj.parent else str(obj.name)

    @property
    def by_name(self) -> bool:
        """Whether one types a name."""
        return isinstance(self.widget, PlaceInput)

    def prepare_value(self, value: Any) -> Any:
        """A box for names shows the name of what is chosen."""
        value = super().prepare_value(value)
        if not self.by_name or not str(value or "").isdecimal():
            return value
        row = self.queryset.filter(pk=value).first()
        return full_name(row) if row is not None else ""

    def to_python(self, value: Any) -> Any:
        """Find the place that is meant; where several are, they are offered."""
        text = str(value or "").strip()
        if not self.by_name or not text or text.isdecimal():
            return super().to_python(value)
        found = places_called(self.queryset, text)
        if len(found) == 1:
            return found[0]
        self.widget.found = found[:SHOWN]  # type: ignore[attr-defined]
        raise forms.ValidationError(gettext("Several places are called so: tick the right one, or write the town before it.") if found
                                    else gettext("There is no place of this name here. Write part of its name, or town and village."))
