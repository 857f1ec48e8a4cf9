"""Each rule holds for the house, and each has been seen to catch a planted fault."""

from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.reading import ROOT

LONG = "def f() -> int:\n" + "    x = 1\n" * 81
ACTIONS = "src/seedbed/selection/actions.py"
VIEWS = "src/seedbed/selection/views.py"
PAGE = "src/seedbed/selection/templates/selection/page.html"
TEST = "tests/selection/test_page.py"
SIGNALS = "\n".join(f"post_save.connect(f{n})" for n in range(6))

PLANTED = [
    (rules.views_reach_for_tables, VIEWS, "def page():\n    return Batch.objects.all()\n"),
    (rules.views_reach_for_tables, "src/seedbed/selection/views/people.py", "def page(batch):\n    batch.save()\n"),
    (rules.junk_drawers, "src/seedbed/selection/utils.py", ""),
    (rules.junk_drawers, "tests/helpers/thing.py", ""),
    (rules.strange_furniture, "src/seedbed/selection/machinery.py", ""),
    (rules.open_to_forgery, VIEWS, "from django.views.decorators.csrf import csrf_exempt\n"),
    (rules.request_below_views, ACTIONS, "def release(request):\n    return 1\n"),
    (rules.request_below_views, "src/seedbed/selection/queries/people.py", "x = messages\n"),
    (rules.reckoning_with_tables, "src/seedbed/selection/reckoning.py", "from django.db import models\n"),
    (rules.whole_reads_from_doors, VIEWS, "from seedbed.selection.queries.whole import everyone\n"),
    (rules.whole_reads_from_doors, VIEWS, "from seedbed.selection.queries import whole\n"),
    (rules.long_functions, ACTIONS, LONG),
    (rules.long_files, ACTIONS, "x = 1\n" * 401),
    (rules.hidden_imports, ACTIONS, "def f():\n    import json\n"),
    (rules.star_imports, ACTIONS, "from json import *\n"),
    (rules.many_signals, ACTIONS, SIGNALS),
    (rules.unfinished, ACTIONS, "x = 1  # TO" "DO: more\n"),
    (rules.silent_functions, ACTIONS, "def release() -> None:\n    return None\n"),
    (rules.silent_functions, "src/seedmatch/solve.py", "def solve() -> None:\n    return None\n"),
    (rules.red_line_words, "src/seedbed/selection/models.py", "check_in = 1\n"),
    (rules.row_origin_unknown, "src/seedbed/casework/models.py", "from x import GenericForeignKey\n"),
    (rules.inline_code_in_pages, PAGE, '<p style="color:red">'),
    (rules.inline_code_in_pages, PAGE, "<script>alert(1)</script>"),
    (rules.inline_code_in_pages, PAGE, '<a onclick="x()">'),
    (rules.assets_from_outside, PAGE, '<script src="//cdn.example.org/x.js"></script>'),
    (rules.pages_that_point_up, PAGE, "{% url 'portal:home' %}"),
    (rules.pages_that_point_up, VIEWS, "reverse('placement:hosts')\n"),
    (rules.notices_in_one_language, "src/seedbed/selection/notifications.py", "from django.utils.translation import gettext as _\n"),
    (rules.pretence_in_tests, TEST, "from unittest.m" "ock import Mock\n"),
    (rules.pretence_in_tests, TEST, "@pytest.mark.sk" "ip\ndef test_x():\n    assert 1 == one()\n"),
    (rules.tests_that_cannot_fail, TEST, "def test_page():\n    page()\n"),
    (rules.tests_that_cannot_fail, TEST, "def test_page():\n    assert True\n"),
    (rules.words_of_the_workshop, "docs/index.md", "See DESIGN.md for more.\n"),
]
ALL = sorted({rule for rule, _, _ in PLANTED}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: rules.Rule) -> None:
    assert list(rule(ROOT)) == []


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_the_rule_catches_a_planted_fault(rule: rules.Rule, name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    found = list(rule(tmp_path))
    assert found != []
    assert {place.split(":")[0] for place in found} == {name}


def test_every_rule_has_been_seen_to_fail() -> None:
    written = {name for name, thing in vars(rules).items() if callable(thing) and getattr(thing, "__module__", "") == rules.__name__}
    assert {name for name in written if not name.startswith("_")} == {rule.__name__ for rule in ALL}
