"""Components: what they draw, that they escape what people typed, and that wrong arguments are refused."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from seedbed.kernel.paging import Slice
from seedbed.kernel.screen import ICONS, ActionButton, Bar, Column, Event, Stat, Step, Tab

EVIL = '<script>alert("x")</script>'
SAFE = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drawn(source: str, path: str = "/", **values: object) -> str:
    """Render a piece of template as one line, blanks between tags taken out."""
    request = RequestFactory().get(path)
    html = Template(source).render(Context({"request": request, "csrf_token": "token", **values}))
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()


class Card(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the identity card.")
    born = forms.DateField(label="Born", required=False)
    way = forms.ChoiceField(label="Lodging", choices=[("a", "Dormitory"), ("b", "Own")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Upload(forms.Form):
    sheet = forms.FileField(label="Workbook")


# what is drawn


def test_a_badge_is_a_word_with_a_kind():
    assert drawn('{% state_badge "returned" kind="bad" %}') == '<span class="badge badge-bad">returned</span>'


def test_page_head_draws_way_back_and_actions():
    html = drawn(
        '{% page_head title="Batch" sub="46 people" crumbs=crumbs %}<a href="/x">Go</a>{% endpage_head %}',
        crumbs=[("Home", "/"), ("Here", "")],
    )
    assert '<li><a href="/">Home</a></li><li>Here</li>' in html
    assert "<h1>Batch</h1>" in html
    assert '<div class="page-acts"><a href="/x">Go</a></div>' in html


def test_a_plain_button_posts_with_token_and_form_key():
    html = drawn("{% action b %}", b=ActionButton("Rank", "/rank", fields={"version": 3}))
    assert html.startswith('<form class="act" method="post" action="/rank">')
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="token">' in html
    assert '<input type="hidden" name="version" value="3">' in html
    assert len(re.findall(r'name="_once" value="[0-9a-f-]{36}"', html)) == 1


def test_each_button_has_its_own_form_key():
    html = drawn("{% actions_bar b %}", b=[ActionButton("One", "/1"), ActionButton("Two", "/2")])
    keys = re.findall(r'name="_once" value="([^"]+)"', html)
    assert len(keys) == len(set(keys)) == 2


def test_a_link_carries_no_token():
    html = drawn("{% action b %}", b=ActionButton("Import", "/i", method="get", kind="primary"))
    assert html == '<a class="btn btn-primary" href="/i">Import</a>'


def test_a_question_opens_a_panel_with_its_reason_and_paper():
    button = ActionButton("Return", "/r", kind="danger", confirm="Sure?", note="required", approval=True)
    html = drawn("{% action b %}", b=button)
    assert html.startswith('<details class="ask"><summary class="btn btn-danger">Return</summary>')
    assert "<p>Sure?</p>" in html
    assert re.findall(r'name="(\w+)"', html) == [
        "csrfmiddlewaretoken", "_once", "note", "approval_issuer", "approval_number",
    ]
    assert 'maxlength="1000" required' in html


def test_a_forbidden_button_says_why_and_sends_nothing():
    html = drawn("{% action b %}", b=ActionButton("Release", "/r", disabled_reason="A second person does."))
    assert "<p>A second person does.</p>" in html
    assert "<form" not in html


def test_no_buttons_draw_nothing():
    assert drawn("{% actions_bar b %}", b=[]) == ""


TABLE = (
    '{% table columns rows=rows caption="People" empty="Nobody yet." %}{% for n, u in people %}'
    '<tr><td>{{ n }}</td><td class="wide">{{ u }}</td></tr>{% endfor %}{% endtable %}'
)


def test_cells_get_heading_and_kind_by_position():
    html = drawn(TABLE, columns=[Column("Name", kind="main"), Column("Seats", kind="number")], people=[("Li", 2)])
    assert '<tr><td class="main" data-label="Name">Li</td><td class="number wide" data-label="Seats">2</td></tr>' in html
    assert '<th scope="col" class="main">Name</th><th scope="col" class="number">Seats</th>' in html


def test_an_empty_table_says_so():
    html = drawn(TABLE, columns=["Name", "Unit"], people=[])
    assert '<p class="empty-title">Nobody yet.</p>' in html
    assert "<table" not in html


def test_a_cell_over_two_columns_moves_the_next_one_on():
    source = '{% table c %}<tr><td colspan="2">x</td><td>y</td></tr>{% endtable %}'
    assert '<td colspan="2">x</td><td data-label="C">y</td>' in drawn(source, c=["A", "B", "C"])


def test_sorting_keeps_the_filter_and_leaves_the_place():
    columns = [Column("Name", sort="name"), Column("Unit", sort="unit")]
    html = drawn(TABLE, path="/?q=li&sort=name&after=zz", columns=columns, people=[("Li", "A")])
    assert '<th scope="col" aria-sort="ascending"><a href="?q=li&amp;sort=-name">Name</a></th>' in html
    assert '<th scope="col"><a href="?q=li&amp;sort=unit">Unit</a></th>' in html


def test_rows_can_be_picked_for_a_form():
    source = '{% table c select="bulk" %}<tr data-id="7"><td>x</td></tr>{% endtable %}'
    assert '<input type="checkbox" name="pick" value="7" form="bulk" aria-label="Pick this row">' in drawn(source, c=["A"])


def test_a_slice_brings_its_pager():
    rows = Slice([1, 2], newer="?before=a", older="?after=b", total=92, first=51)
    html = drawn(TABLE, columns=["Name", "Unit"], rows=rows, people=[("Li", "A")])
    assert 'rel="prev" href="?before=a"' in html
    assert 'rel="next" href="?after=b"' in html
    assert "51–52 / 92 entries" in html


def test_a_field_binds_label_help_and_error():
    html = drawn("{% field form.name %}", form=Card({"name": ""}))
    assert '<label for="id_name">Name <span class="must" aria-hidden="true">*</span></label>' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<div class="help" id="id_name_helptext">As in the identity card.</div>' in html
    assert '<ul class="errorlist" id="id_name_error"><li>This field is required.</li></ul>' in html


def test_a_date_uses_the_browsers_calendar():
    html = drawn("{% field form.born %}", form=Card(initial={"born": date(1993, 2, 1)}))
    assert '<input type="date" name="born" value="1993-02-01" id="id_born">' in html


def test_a_group_is_a_fieldset():
    html = drawn("{% field form.way %}", form=Card())
    assert html.startswith('<fieldset class="field group"><legend>Lodging')


def test_a_refused_form_keeps_what_was_typed():
    form = Card({"name": "Ouyang 㛃", "secret": "s1"})
    html = drawn('{% form form submit="Send" draft="card.1" version=4 cancel="/" columns=2 %}{% endform %}', form=form)
    assert 'value="Ouyang 㛃"' in html
    assert 'data-draft="card.1" data-refused>' in html
    assert '<input type="hidden" name="version" value="4">' in html
    assert '<input type="hidden" name="secret" value="s1" id="id_secret">' in html
    assert '<li><a href="#id_agreed">I agree</a>: This field is required.</li>' in html
    assert '<a class="btn btn-quiet" href="/">Cancel</a>' in html


def test_a_form_for_files_sets_its_encoding():
    html = drawn("{% form form %}{% endform %}", form=Upload())
    assert 'enctype="multipart/form-data"' in html
    assert '<div class="drop" data-drop>' in html


def test_a_password_form_has_no_form_key():
    html = drawn("{% form form once=False %}{% endform %}", form=Card())
    assert "_once" not in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_facts_show_a_dash_for_nothing():
    html = drawn('{% facts %}{% fact "Unit" %}A{% endfact %}{% fact "Remark" %} {% endfact %}{% endfacts %}')
    assert "<dt>Unit</dt><dd>A</dd>" in html
    assert '<dt>Remark</dt><dd><span class="none">—</span></dd>' in html


def test_a_meter_is_a_bar_of_the_same_length():
    html = drawn('{% meter 73 label="Industry" weight="25%" sentence="C38 and C39." %}')
    assert '<rect class="fill" width="73" height="4"/>' in html
    assert '<b class="meter-value">73</b>' in html
    assert "weight 25%" in html
    assert 'class="meter meter-good"' in html


def test_a_meter_without_data_has_no_bar():
    html = drawn('{% meter None label="Need" %}')
    assert 'class="fill"' not in html
    assert '<b class="meter-value">no data</b>' in html


def test_bars_share_one_scale():
    html = drawn("{% bars items %}", items=[Bar("A", 40), Bar("B", 10), Bar("C", 0)])
    assert re.findall(r'class="fill" width="([\d.]+)"', html) == ["100", "25", "0"]


def test_progress_polls_only_while_the_job_lives():
    live = drawn('{% progress url="/job" done=5 total=20 %}')
    assert 'hx-get="/job" hx-trigger="every 1s"' in live
    assert 'value="25"' in live
    assert '<meta http-equiv="refresh" content="3">' in live
    ended = drawn('{% progress url="/job" state="done" %}')
    assert "hx-get" not in ended
    assert "http-equiv" not in ended
    assert 'value="100"' in ended


def test_times_are_shown_in_shanghai():
    at = datetime(2023, 10, 8, 20, 30, tzinfo=UTC)
    assert drawn('{% moment at kind="both" %}', at=at) == (
        '<time datetime="2023-10-08T20:30:00+00:00">2023-10-09 04:30</time>'
    )
    assert drawn("{% moment at %}", at=None) == ""


def test_time_line_tells_when_who_and_what():
    events = [Event(date(2023, 9, 1), "Call opened"), Event(datetime(2023, 9, 2, 1, 0, tzinfo=UTC), "Returned", who="Li")]
    html = drawn('{% time_line events more="?before=1" %}', events=events)
    assert '<time datetime="2023-09-01">2023-09-01</time>' in html
    assert '<span class="event-who">Li</span>' in html
    assert ">2023-09-02 09:00</time>" in html
    assert '<a href="?before=1">Show what was before</a>' in html


def test_steps_mark_where_the_batch_stands():
    html = drawn("{% steps s %}", s=[Step("Import", "done", "/1"), Step("Match", "now"), Step("Papers")])
    assert html.count('aria-current="step"') == 1
    assert '<li class="step step-now" aria-current="step">' in html
    assert '<a href="/1">' in html


def test_tabs_and_figures():
    html = drawn("{% tabs t %}{% stats s %}", t=[Tab("All", "/", True, 92)], s=[Stat("Hosts", 23, "companies")])
    assert '<a href="/" aria-current="page">All <span class="count">92</span></a>' in html
    assert '<p class="stat-value">23<span class="unit">companies</span></p>' in html


def test_a_dialog_is_a_link_first():
    html = drawn('{% dialog id="why" title="Why" trigger="Show" url="/why" %}Because.{% enddialog %}')
    assert '<a class="btn btn-plain" href="/why" data-dialog="why">Show</a>' in html
    assert '<dialog id="why" class="dialog" aria-labelledby="why-title">' in html


def test_a_filter_keeps_the_order_and_offers_to_clear():
    class Filters(forms.Form):
        q = forms.CharField(required=False, label="Search")
        state = forms.ChoiceField(required=False, choices=[("", "All"), ("a", "Open")])

    html = drawn("{% filter_form f %}", path="/?state=a&sort=name", f=Filters({"state": "a"}))
    assert '<input type="hidden" name="sort" value="name">' in html
    assert '<details class="filter-rest" open>' in html
    assert '<a class="btn btn-quiet" href="?">Clear the filter</a>' in html
    assert 'placeholder="Search"' in html


def test_every_icon_can_be_drawn():
    assert [n for n in ICONS if f'<path d="{ICONS[n]}"/>' not in drawn("{% icon n %}", n=n)] == []


def test_the_banner_names_what_must_not_be_entered():
    with translation.override("zh-hans"):
        assert "不得录入国家秘密、工作秘密和干部人事档案内容" in drawn("{% secrets_banner %}")


# what people typed is text, never markup


@pytest.mark.parametrize(
    "source",
    [
        "{% state_badge x %}",
        "{% page_head title=x sub=x crumbs=crumbs %}{% endpage_head %}",
        "{% card title=x foot=x %}{{ x }}{% endcard %}",
        '{% notice kind="warn" title=x %}{{ x }}{% endnotice %}',
        "{% facts %}{% fact x %}{{ x }}{% endfact %}{% endfacts %}",
        "{% table columns caption=x %}<tr><td>{{ x }}</td></tr>{% endtable %}",
        "{% action button %}",
        "{% time_line events %}",
        "{% bars bars caption=x %}",
        "{% meter 5 label=x sentence=x weight=x %}",
        '{% progress url="/" text=x %}',
        "{% steps steps %}",
        "{% empty x text=x %}{% endempty %}",
        "{% fold x %}{{ x }}{% endfold %}",
    ],
)
def test_typed_text_is_escaped(source):
    html = drawn(
        source, x=EVIL, crumbs=[(EVIL, "/")], columns=[Column(EVIL)],
        button=ActionButton(EVIL, "/", confirm=EVIL, fields={"a": EVIL}),
        events=[Event(date(2023, 1, 1), EVIL, EVIL, EVIL)], bars=[Bar(EVIL, 1, EVIL)], steps=[Step(EVIL, note=EVIL)],
    )
    assert "<script" not in html
    assert SAFE in html


def test_typed_text_that_looks_like_a_cell_stays_text():
    html = drawn("{% table c %}<tr><td>{{ x }}</td></tr>{% endtable %}", c=["A"], x="<td>&<tr>")
    assert '<td data-label="A">&lt;td&gt;&amp;&lt;tr&gt;</td>' in html


def test_nothing_carries_inline_style_or_script():
    html = drawn(
        "{% meter 5 %}{% bars b %}{% actions_bar a %}{% steps s %}",
        b=[Bar("A", 1)], a=[ActionButton("Go", "/", confirm="Sure?")], s=[Step("One")],
    )
    assert re.findall(r"<style|<script| style=| on\w+=", html) == []


# wrong arguments are refused


@pytest.mark.parametrize(
    "source",
    [
        '{% state_badge "x" colour="red" %}',
        '{% card titel="x" %}{% endcard %}',
        '{% page_head "a" "b" "c" "d" "e" %}{% endpage_head %}',
        "{% table %}{% endtable %}",
        '{% notice kind="info" %}',
        "{% meter %}",
    ],
)
def test_an_unknown_or_missing_argument_stops_the_template_from_loading(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% state_badge "x" kind="red" %}', "kind is one of neutral, waiting, good, warn, bad, info, done"),
        ('{% state_badge "" %}', "label is empty"),
        ("{% page_head title=nothing %}{% endpage_head %}", "title is empty"),
        ('{% page_head title="x" crumbs="Home" %}{% endpage_head %}', "crumbs is a list of pairs"),
        ('{% card kind="red" %}{% endcard %}', "kind is one of plain"),
        ("{% actions_bar nothing %}", "buttons is a list of ActionButton"),
        ("{% actions_bar texts %}", "each of buttons is ActionButton"),
        ("{% action texts %}", "button is ActionButton"),
        ('{% table "Name" %}<tr><td>x</td></tr>{% endtable %}', "columns is a list of Column"),
        ("{% table texts %}<tr><td>x</td><td>y</td></tr>{% endtable %}", "more cells than the 1 columns"),
        ("{% field nothing %}", "bound is BoundField"),
        ("{% form %}{% endform %}", "give a form or write the fields"),
        ('{% form form method="put" %}{% endform %}', "method is one of post, get"),
        ("{% file_drop form.name %}", "name is not a file field"),
        ("{% meter 101 %}", "value is 0 to 100 or None"),
        ('{% meter "many" %}', "value is int or float"),
        ('{% progress url="/" state="lost" %}', "state is one of waiting, running, done, failed"),
        ('{% moment day kind="both" %}', "a day has no time"),
        ('{% icon "unicorn" %}', "name is one of home"),
        ("{% columns count=7 %}{% endcolumns %}", "count is one of 1, 2, 3, 4"),
        ("{% steps texts %}", "each of items is Step"),
    ],
)
def test_a_wrong_value_stops_the_page_from_rendering(source, words):
    with pytest.raises(TemplateSyntaxError, match=re.escape(words)):
        drawn(source, nothing="", texts=["A"], form=Card(), day=date(2023, 1, 1))


@pytest.mark.parametrize(
    "make",
    [
        lambda: ActionButton("x", "/", kind="red"),
        lambda: ActionButton("x", "/", method="delete"),
        lambda: ActionButton("x", "/", method="get", confirm="Sure?"),
        lambda: ActionButton("x", "/", icon="unicorn"),
        lambda: Column("x", kind="wide"),
        lambda: Step("x", "later"),
        lambda: Bar("x", -1),
        lambda: Event(date(2023, 1, 1), "x", kind="red"),
        lambda: Stat("x", 1, kind="red"),
    ],
)
def test_a_part_with_a_wrong_value_is_not_made(make):
    with pytest.raises(ValueError, match=r"is one of|not negative|a link changes nothing"):
        make()
