"""The door of pages that only some roles use at all."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from seedbed.directory.queries import holds, is_administrator
from seedbed.directory.roles import ADMINISTRATORS
from seedbed.kernel.doors import actor_of, signed_in
from seedbed.kernel.faults import Refused

View = Callable[..., HttpResponse]


def holding(*roles: str) -> Callable[[View], View]:
    """Let only signed-in holders of one of the roles through.

    Others are refused with 403. For an administrator a page that only the business uses does not exist
    (404), and for people of the business neither does a page that only administrators use.
    """
    families = {role in ADMINISTRATORS for role in roles}

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if holds(actor, *roles):
                return view(request, *args, **kwargs)
            if is_administrator(actor) not in families:
                raise Http404
            raise Refused(_("Your roles do not cover this page."))

        return signed_in(door)

    return wrap
