"""The match in a browser: the officer's pages at both widths, and the trainee's reason on a phone."""

import pytest
from django.urls import reverse

from seedbed.placement import tasks
from seedbed.placement.actions import matching, placements, settings
from seedbed.placement.models import MatchDraft, MatchRun, Placement
from tests.cast import Cast, make_cast, open_account
from tests.e2e.browsing import DESK, PHONE
from tests.integration.placement.town import make_batch, some_wishes


@pytest.fixture
def town(live_server) -> tuple[Cast, MatchDraft]:
    """A batch of 12 with a published plan and a rule."""
    cast = make_cast()
    batch = make_batch(cast, people=12, hosts=6, extra=2)
    some_wishes(batch)
    placements.take_over(batch, by=cast.actor("leader"))
    settings.set_rule(batch, by=cast.actor("officer"), kind="unit_cap", number=2)
    run = matching.start_match(batch, by=cast.actor("officer"))
    tasks.match(run.pk)
    draft = MatchDraft.objects.get(run=run)
    matching.check_draft(draft, by=cast.actor("officer"))
    matching.confirm_draft(draft, by=cast.actor("leader"))
    matching.publish_draft(draft, by=cast.actor("officer"))
    return cast, draft


def test_pages_of_the_match_are_calm_at_both_widths(town, arrive):
    cast, draft = town
    officer, place = arrive(cast.officer), draft.placements.order_by("application__number").first()
    pages = {"batch": [draft.batch_id], "matching": [draft.batch_id], "draft": [draft.pk], "reason": [place.pk], "match_rules": [draft.batch_id],
             "weights": [draft.batch_id], "where": [draft.batch_id], "placement": [Placement.objects.first().pk]}
    for name, args in pages.items():
        for width in (DESK, PHONE):
            officer.resize(width)
            officer.open(reverse(f"placement:{name}", args=args))
            officer.photograph(f"match-{name}-{width}")
            assert not officer.is_wider_than_the_screen(), (name, width)
        assert officer.examine() == [], name


def test_a_trainee_reads_the_reason_on_a_phone_in_both_languages(town, arrive):
    _cast, draft = town
    place = draft.placements.filter(post__isnull=False).select_related("application__person__unit").first()
    person = place.application.person
    trainee = arrive(open_account("chosen", "trainee", person.unit, person), width=PHONE)
    for language, words in (("zh-hans", "匹配度构成"), ("en", "How the fit comes about")):
        trainee.speak(language)
        trainee.open(reverse("placement:own"))
        trainee.page.click(f"a[href='{reverse('placement:reason', args=[place.pk])}']")
        assert words in trainee.page.inner_text("main")
        assert place.post.offer.host.unit.name in trainee.page.inner_text("main")
        assert not trainee.is_wider_than_the_screen()
        trainee.photograph(f"match-own-reason-{language}")
    assert trainee.examine() == []


def test_progress_is_seen_and_leads_to_the_draft(town, arrive):
    cast, draft = town
    officer = arrive(cast.officer)
    run = matching.start_match(draft.batch, by=cast.actor("officer"))
    if MatchRun.objects.get(pk=run.pk).state == "queued":
        officer.open(reverse("placement:run", args=[run.pk]))
        tasks.match(run.pk)
        officer.page.wait_for_url(f"**{reverse('placement:draft', args=[MatchDraft.objects.get(run=run).pk])}", timeout=20_000)
    assert MatchDraft.objects.get(run=run).run.proven
