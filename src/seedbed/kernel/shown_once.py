"""Secrets that a page shows one time: a first password, a secret word, a sealed value that was opened.

The answer to a form is kept so that copies get the same one; a secret must not be kept there. So the form
redirects, and the next page takes the secret, sealed until then, out of the person's session.
"""

from django.http import HttpRequest

from seedbed.kernel.sealed import seal, unseal


def keep(request: HttpRequest, name: str, text: str) -> None:
    """Put `text`, sealed, into the session under `name` for the next page."""
    request.session[f"once:{name}"] = seal(text)


def take(request: HttpRequest, name: str) -> str:
    """Return what was kept under `name` and forget it; "" if there is nothing."""
    return unseal(request.session.pop(f"once:{name}", ""))
