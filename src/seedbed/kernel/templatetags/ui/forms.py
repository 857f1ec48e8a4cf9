"""Forms and their fields: label, input, help and error together; what was typed stays."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context, TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from seedbed.kernel.templatetags.ui.register import (
    draw,
    hidden_inputs,
    is_a,
    joined,
    needed,
    one_of,
    register,
)

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag(takes_context=True)
def form_start(context: Context) -> SafeString:
    """Write the hidden inputs that every posted form needs, for a form written by hand."""
    return hidden_inputs(context)


@register.simple_block_tag(takes_context=True, name="form")
def form_tag(
    context: Context, content: str, form: Any = None, action: str = "", submit: Any = "", kind: str = "primary",
    cancel: str = "", draft: str = "", version: Any = "", id: str = "", method: str = "post", columns: int = 1,
    once: bool = True,
) -> SafeString:
    """Draw a whole form; an empty block draws all fields of `form`.

    `once=False` leaves the form key out: for log-in and passwords, whose content must not be digested.
    """
    one_of("form", "kind", kind, ("primary", "plain", "danger"))
    one_of("form", "method", method, ("post", "get"))
    one_of("form", "columns", str(columns), ("1", "2", "3"))
    if form is not None:
        is_a("form", "form", form, forms.BaseForm)
    if form is None and not content.strip():
        raise TemplateSyntaxError("form: give a form or write the fields into the block")
    posts = method == "post"
    return draw(
        "form", form=form, action=action, submit=submit or gettext("Save"), kind=kind, cancel=cancel, id=id,
        method=method, columns=columns, content=content if content.strip() else _all_fields(form),
        hidden=_hidden(context, form, version, once) if posts else "", draft=draft if posts else "",
        refused=form is not None and form.is_bound, files=form is not None and form.is_multipart(),
    )


def _hidden(context: Context, form: forms.BaseForm | None, version: Any, once: bool) -> SafeString:
    parts = [hidden_inputs(context, once)]
    if form is not None:
        parts += [bound.as_widget() for bound in form.hidden_fields()]
    if version != "":
        parts.append(format_html('<input type="hidden" name="version" value="{}">', version))
    return joined(parts)


def _all_fields(form: forms.BaseForm) -> SafeString:
    return joined(field(bound) for bound in form.visible_fields())


@register.simple_tag
def field(bound: Any, label: Any = "", help: Any = "", wide: bool = False, kind: str = "auto") -> SafeString:
    """Draw one field of a form with label, help and error, bound together for screen readers."""
    is_a("field", "bound", bound, BoundField)
    is_a("field", "wide", wide, bool)
    one_of("field", "kind", kind, ("auto", "inline", "bare"))
    bound.help_text = help or bound.help_text
    if bound.field.widget.attrs.get("placeholder") == bound.label:
        del bound.field.widget.attrs["placeholder"]  # says what the label says, and vanishes when it is needed
    _use_native_dates(bound)
    return draw("field", bound=bound, label=label or bound.label, wide=wide, kind=kind, shape=_shape(bound))


def _shape(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "line"


def _use_native_dates(bound: BoundField) -> None:
    """Browsers draw a calendar for these types; they take and give ISO text only."""
    widget: Any = bound.field.widget
    for shape, kind, pattern in (
        (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
        (forms.DateInput, "date", "%Y-%m-%d"),
        (forms.TimeInput, "time", "%H:%M"),
    ):
        if isinstance(widget, shape):
            widget.input_type, widget.format = kind, pattern
            return


@register.simple_tag
def form_errors(form: Any) -> SafeString:
    """Sum up what has to be mended, each line leading to its field; nothing where all is well."""
    is_a("form_errors", "form", form, forms.BaseForm)
    if not form.is_bound or form.is_valid():
        return SafeString("")
    lines = [(bound, error) for bound in form.visible_fields() for error in bound.errors]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return draw("form_errors", general=[*form.non_field_errors(), *hidden], lines=lines)


@register.simple_tag
def file_drop(bound: Any, text: Any = "", accept: str = "") -> SafeString:
    """Draw a file field on which a file may be dropped; a plain input where JavaScript does not run."""
    is_a("file_drop", "bound", bound, BoundField)
    if not isinstance(bound.field.widget, forms.FileInput):
        raise TemplateSyntaxError(f"file_drop: {bound.name} is not a file field")
    if accept:
        bound.field.widget.attrs["accept"] = accept
    return draw("field", bound=bound, label=bound.label, wide=True, kind="auto", shape="file", text=text)


@register.simple_tag(takes_context=True)
def filter_form(context: Context, form: Any, search: str = "q", action: str = "") -> SafeString:
    """Draw a form that narrows a list by address; on a phone all but the search box is folded."""
    is_a("filter_form", "form", form, forms.BaseForm)
    needed("filter_form", "search", search)
    request = context.get("request")
    kept = [
        format_html('<input type="hidden" name="{}" value="{}">', name, value)
        for name, value in (request.GET.items() if request else ())
        if name == "sort"
    ]
    visible = form.visible_fields()
    for bound in visible:
        if bound.name == search:
            bound.field.widget.attrs.setdefault("placeholder", bound.label)
    rest = [bound for bound in visible if bound.name != search]
    for bound in rest:
        _use_native_dates(bound)
    chosen = [bound for bound in visible if bound.value() not in (None, "", [], False)]
    return draw(
        "filter_form", box=next((b for b in visible if b.name == search), None), rest=rest, kept=kept, action=action,
        chosen=len([b for b in chosen if b.name != search]), any_chosen=bool(chosen),
    )
