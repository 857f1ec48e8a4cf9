"""Both languages are complete: English is the source, and every sentence of it has its Chinese one."""

import gettext
import shutil
from pathlib import Path

import polib
import pytest

from seedbed.kernel import catalogues as compiler
from tests.architecture import catalogues
from tests.architecture.reading import ROOT

PYTHON = """
from django.utils.translation import gettext_lazy as _, pgettext_lazy, ngettext
A = _("Give a "
      "reason.")
B = pgettext_lazy("state", "released")
def c(n):
    return ngettext("%(n)s seat", "%(n)s seats", n)
"""
PAGE = """{% translate "Hosts" %}{% blocktranslate count n=n %}one seat{% plural %}{{ n }} seats{% endblocktranslate %}
{% page_head title=_("Batches") %}{% translate "open" context "state" %}<p title="Two words">bare words</p>"""
CATALOGUE = r"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"

msgid "Give a "
"reason."
msgstr "请说明“理由”。\n"

msgctxt "state"
msgid "released"
msgstr "已发布"

msgid "%(n)s seat"
msgid_plural "%(n)s seats"
msgstr[0] "%(m)s 个名额"

#, fuzzy
msgid "Hosts"
msgstr "主人"

#~ msgid "gone"
#~ msgstr "没有了"
"""
ROOM = "src/seedbed/selection"


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    for name, text in (("views.py", PYTHON), ("templates/selection/page.html", PAGE), ("locale/zh_Hans/LC_MESSAGES/django.po", CATALOGUE)):
        path = tmp_path / ROOM / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_sentence_has_its_chinese_one() -> None:
    assert catalogues.missing(ROOT) == []


def test_no_translation_breaks_a_placeholder() -> None:
    assert list(catalogues.broken(ROOT)) == []


def test_no_word_of_a_page_is_out_of_reach() -> None:
    assert list(catalogues.untranslatable_words(ROOT)) == []


def test_planted_faults_are_found(planted: Path) -> None:
    page = f"{ROOM}/templates/selection/page.html"
    assert catalogues.missing(planted) == [f"{page}: Batches", f"{page}: Hosts", f"{page}: [state] open", f"{page}: one seat"]
    assert list(catalogues.broken(planted)) == [f"{ROOM}/locale/zh_Hans/LC_MESSAGES/django.po: %(n)s seat"]
    assert list(catalogues.untranslatable_words(planted)) == [f"{page}:2: Two words", f"{page}:2: bare words"]


def test_the_compiler_makes_what_gettext_reads(planted: Path) -> None:
    folder = planted / ROOM
    assert (compiler.compile_all(folder), compiler.compile_all(folder)) == (1, 0)
    with open(folder / "locale/zh_Hans/LC_MESSAGES/django.mo", "rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("Give a reason.") == "请说明“理由”。\n"
    assert read.pgettext("state", "released") == "已发布"
    assert read.ngettext("%(n)s seat", "%(n)s seats", 2) == "%(m)s 个名额"
    assert (read.gettext("Hosts"), read.gettext("gone")) == ("Hosts", "gone")


def test_the_compiler_agrees_with_another_one_on_our_catalogues(tmp_path: Path) -> None:
    for name, file in catalogues.catalogues(ROOT):
        path = tmp_path / name / "django.po"
        path.parent.mkdir(parents=True)
        shutil.copy(ROOT / name, path)
        compiler.compile_one(path)
        ours = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(path.with_suffix(".mo")))}
        theirs = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in file if e.translated()}
        assert ours == theirs
