"""The trainee's own page: this week on one screen."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from seedbed.gatherings.queries import coming, own_open_items, own_schedule
from seedbed.kernel.doors import actor_of
from seedbed.residency.queries import leave as leaves
from seedbed.residency.queries.works import own_periods, still_to_write
from seedbed.residency.views.leave import own_member, sentence, trainee


@trainee
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Show what the next seven days ask of a trainee, where the own post is, and how full the meter of leave is."""
    by, member = actor_of(request), own_member(request)
    if member is None:
        return render(request, "residency/no_class.html")
    meter = leaves.meter_of(member)
    until = timezone.now() + timedelta(days=7)
    return render(request, "residency/week.html", {
        "member": member, "row": member.training_class, "coming": coming(own_schedule(by)).filter(starts_at__lt=until)[:20],
        "items": own_open_items(by)[:10], "meter": meter, "sentence": sentence(meter), "journals": still_to_write(member), "now": own_periods(member)[:1],
        "offer": member.placement.post.offer_id if member.placement.post else None})
