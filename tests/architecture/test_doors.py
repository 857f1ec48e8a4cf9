"""Every page of ours says who may come in and how it may be asked."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_safe

from seedbed.kernel.doors import open_to_all, signed_in


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each page's full name and pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, f"{before}{entry.namespace}:" if entry.namespace else before)
        else:
            yield f"{before}{entry.name}", entry


def layers(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Yield a view and what its decorators wrapped, from the outside in."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def made_by(view: Callable[..., Any], decorator: str) -> bool:
    """Whether one of the layers was made by the decorator."""
    return any(layer.__code__.co_qualname.startswith(f"{decorator}.") for layer in layers(view) if hasattr(layer, "__code__"))


def has_a_door(view: Callable[..., Any]) -> bool:
    """Whether a view is behind log-in, behind the door of a signed link, or open on purpose."""
    return getattr(view, "open_to_all", False) or made_by(view, "signed_in") or made_by(view, "by_link")


def says_how_it_is_asked(view: Callable[..., Any]) -> bool:
    """Whether a view names its methods, so that no page changes anything by being opened."""
    return made_by(view, "require_http_methods")


OURS = {name: entry.callback for name, entry in patterns(get_resolver()) if entry.callback.__module__.startswith("seedbed.")}


def test_every_page_has_a_door() -> None:
    assert [name for name, view in OURS.items() if not has_a_door(view)] == []


def test_every_page_says_how_it_is_asked() -> None:
    assert [name for name, view in OURS.items() if not says_how_it_is_asked(view)] == []


def test_every_page_has_one_name() -> None:
    named = [name for name, entry in patterns(get_resolver()) if entry.callback.__module__.startswith("seedbed.")]
    assert [name for name in named if named.count(name) > 1 or name.endswith("None")] == []


def test_a_page_without_a_door_is_noticed() -> None:
    def page(request: Any) -> HttpResponse:
        return HttpResponse()

    assert (has_a_door(page), says_how_it_is_asked(page)) == (False, False)
    assert (has_a_door(signed_in(page)), says_how_it_is_asked(require_safe(page))) == (True, True)
    assert has_a_door(require_safe(open_to_all(page))) is True
