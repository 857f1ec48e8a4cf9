"""The ground that the tests themselves stand on: no network, a folder of their own."""

import socket
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import NetworkIsBlocked


def test_other_machines_cannot_be_reached() -> None:
    with pytest.raises(NetworkIsBlocked):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(NetworkIsBlocked):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_the_site_of_the_developer_is_not_touched() -> None:
    root = Path(__file__).resolve().parents[2]
    assert not settings.VAR.is_relative_to(root)
    assert settings.VAR == Path(settings.DATABASES["default"].get("TEST", {}).get("NAME") or settings.VAR / "x").parent
