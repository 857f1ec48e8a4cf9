"""The browser is told which form was taken, so that it forgets what was typed; a refused one is not told."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
SENT = {"kind": "suggestion", "content": "More seats by the window."}


def test_a_form_that_was_taken_is_named_to_the_browser():
    client, key = Client(), str(uuid.uuid4())
    first = client.post(reverse("portal:complaint"), SENT | {"_once": key})
    again = client.post(reverse("portal:complaint"), SENT | {"_once": key})
    assert first.cookies["taken"].value == again.cookies["taken"].value == key
    assert first.cookies["taken"]["samesite"] == "Lax"


def test_a_form_that_was_refused_is_not():
    answer = Client().post(reverse("portal:complaint"), {"kind": "suggestion", "content": "", "_once": str(uuid.uuid4())})
    assert answer.status_code == 200
    assert "taken" not in answer.cookies


@pytest.mark.parametrize("key", ["a; Path=/x", "第一张表"])
def test_a_key_that_could_spoil_the_cookie_is_not_repeated(key: str):
    answer = Client().post(reverse("portal:complaint"), SENT | {"_once": key})
    assert "taken" not in answer.cookies
