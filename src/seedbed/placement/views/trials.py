"""Pages of trials: asking what if, the progress of an answer, the slider from fewest changes to free, the curve."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedbed.directory.views.door import holding
from seedbed.kernel.charts import Dot
from seedbed.kernel.doors import accepted, actor_of
from seedbed.kernel.screen import Column, Stat
from seedbed.placement import reasons
from seedbed.placement.actions import trials as actions
from seedbed.placement.forms.trials import WhatIfForm
from seedbed.placement.models import Trial
from seedbed.placement.queries import matching as matching_queries
from seedbed.placement.queries import trials as queries
from seedbed.placement.reckoning.trials import Question
from seedbed.placement.states.matching import RunState
from seedbed.placement.views.allotments import allotment_answer
from seedbed.placement.views.matching import found_draft
from seedbed.placement.views.steps import crumbs, draft_crumbs, draft_tabs
from seedbed.placement.views.waiting import ENDED, led_to

BOTH = require_http_methods(["GET", "HEAD", "POST"])
office = holding("officer", "leader")


@office
@BOTH
def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a draft what would be if; the draft itself stays as it is."""
    draft, by = found_draft(request, pk), actor_of(request)
    batch = draft.batch
    form = WhatIfForm(request.POST or None, weights=draft.run.weights.values, people=matching_queries.people_of(batch),
                      used=queries.taking_part(batch), outside=queries.staying_out(batch), initial={"close": request.GET.getlist("close")})
    made: list[Trial] = []
    if request.method == "POST" and form.is_valid() and accepted(form, lambda: made.append(actions.ask_what_if(draft, by=by, question=form.question()))):
        return led_to(made[0])
    return render(request, "placement/trials/what_if.html", {"draft": draft, "batch": batch, "form": form, "crumbs": draft_crumbs(draft),
                                                                 "tabs": draft_tabs(draft, "what_if")})


@office
@require_POST
def balance(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the curve of fit against blocking pairs for a draft."""
    return led_to(actions.ask_balance(found_draft(request, pk), by=actor_of(request)))


def _found(request: HttpRequest, pk: int) -> Trial:
    return get_object_or_404(queries.trials_visible_to(actor_of(request)), pk=pk)


def _progress(row: Trial) -> dict[str, Any]:
    states = {RunState.QUEUED: "waiting", RunState.RUNNING: "running", RunState.DONE: "done", RunState.FAILED: "failed"}
    return {"url": reverse("placement:trial_progress", args=[row.pk]), "done": row.done, "total": row.total,
            "text": _("Working out one plan after the other") if row.state == RunState.RUNNING else "", "state": states[RunState(row.state)]}


@office
@require_safe
def trial_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer only the bar of a trial; once it has ended the page is asked to load itself again."""
    row = _found(request, pk)
    answer = render(request, "placement/matching/progress.html", _progress(row))
    if row.state in ENDED:
        answer.headers["HX-Refresh"] = "true"
    return answer


@office
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a trial is, why it has no answer, or its answer."""
    row = _found(request, pk)
    bench = reverse("placement:workbench", args=[row.batch_id])
    page = {"trial": row, "batch": row.batch, "title": reasons.title_of(row), "crumbs": crumbs(row.batch, (_("Workbench"), bench))}
    if row.state != RunState.DONE:
        names = reasons.names_from(matching_queries.name_rows(row.batch, with_people=True))
        return render(request, "placement/trials/waiting.html", page | _progress(row) | {
            "sentences": reasons.fault_sentences(row.fault, _names(row, names)), "asked": _asked(row, names)})
    show = {Trial.Kind.WHAT_IF: _what_if_answer, Trial.Kind.BALANCE: _balance_answer, Trial.Kind.ALLOTMENT: allotment_answer}[Trial.Kind(row.kind)]
    return show(request, row, page)


def _names(row: Trial, names: reasons.Names) -> reasons.Names:
    return reasons.names_of_question(names, Question.from_dict(row.question)) if row.kind == Trial.Kind.WHAT_IF else names


def _asked(row: Trial, names: reasons.Names) -> list[str]:
    if row.kind != Trial.Kind.WHAT_IF or row.draft is None:
        return []
    return reasons.question_sentences(Question.from_dict(row.question), names, row.draft.run.weights.values)


# -- what if ----------------------------------------------------------------------------------------------


def _what_if_answer(request: HttpRequest, row: Trial, page: Mapping[str, Any]) -> HttpResponse:
    answer, points = row.answer, row.answer["points"]
    given = request.GET.get("step", "")
    at = min(int(given), len(points) - 1) if given.isascii() and given.isdigit() and len(given) < 4 else len(points) - 1
    names = reasons.names_from(matching_queries.name_rows(row.batch, with_people=True))
    hit = sum(move["cause"] == "hit" for move in points[0]["moves"])
    others = [sum(move["cause"] == "chosen" for move in point["moves"]) for point in points]
    return render(request, "placement/trials/what_if_answer.html", {
        **page, "draft": row.draft, "asked": _asked(row, names), "names": _names(row, names), "at": at, "last": len(points) - 1, "point": points[at],
        "step_text": reasons.step_sentence(points[at], hit), "stats": _stats(answer, points[at]), "lines": _lines(row, points[at], _names(row, names)),
        "dots": [Dot(n, point["fit"] / 100, note=reasons.step_sentence(point, hit), url=f"?step={i}#step", marked=False)
                 for i, (n, point) in enumerate(zip(others, points, strict=True))],
        "letters": _letters(row, points[at]), "gone": [names.person(a) for a in answer["gone"]], "joined": [names.person(a) for a in answer["joined"]],
        "weighted": bool(row.question["weights"]), "kept": reasons.hundredths(answer["kept"]["fit"]),
        "columns": [Column(_("Person"), kind="main"), Column(pgettext("organisation", "Unit")), Column(_("From")), Column(_("To")),
                    Column(_("Fit"), kind="number"), Column(_("Wish")), Column(_("Why"))],
    })


def _stats(answer: Mapping[str, Any], point: Mapping[str, Any]) -> list[Stat]:
    """The figures of one step, each with its difference to the plan as it stands."""
    before = answer["before"]
    return [
        Stat(_("People who change"), len(point["moves"])),
        Stat(_("Placed"), f"{point['placed']} / {answer['people']}", sub=reasons.count_difference(point["placed"] - before["placed"])),
        Stat(_("Sum of fit"), reasons.hundredths(point["old_fit"]), sub=reasons.difference(point["old_fit"] - before["fit"])),
        Stat(_("First wish met"), point["first"], sub=reasons.count_difference(point["first"] - before["first"])),
        Stat(_("Any wish met"), point["wished"], sub=reasons.count_difference(point["wished"] - before["wished"])),
    ]


def _lines(row: Trial, point: Mapping[str, Any], names: reasons.Names) -> list[dict[str, Any]]:
    """Everybody who changes in one step, with both places."""
    people = queries.applications_named(row.batch, (move["person"] for move in point["moves"]))

    def place(post: int | None) -> str:
        return names.post(post) if post is not None else _("no post")

    lines = [{
        "application": people.get(move["person"]), "from": place(move["from"]), "to": place(move["to"]), "cause": reasons.cause(move["cause"]),
        "from_fit": reasons.hundredths(move["from_fit"]) if move["from_fit"] is not None else "–",
        "to_fit": reasons.hundredths(move["to_fit"]) if move["to_fit"] is not None else "–",
        "gain": (move["to_fit"] or 0) - (move["from_fit"] or 0), "from_wish": move["from_wish"], "to_wish": move["to_wish"],
    } for move in point["moves"]]
    return sorted(lines, key=lambda line: line["application"].number if line["application"] else 0)


def _letters(row: Trial, point: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Whose letters would have to be written anew: every person who changes, their units, the hosts left and reached."""
    people = queries.applications_named(row.batch, (move["person"] for move in point["moves"]))
    posts = queries.posts_named(row.batch, (post for move in point["moves"] for post in (move["from"], move["to"]) if post))
    return {
        "people": sorted(a.person.name for a in people.values()), "units": sorted({a.unit.name for a in people.values()}),
        "hosts": sorted({p.offer.host.unit.name for p in posts.values()}),
    }


# -- fit against blocking pairs ---------------------------------------------------------------------------


def _balance_answer(request: HttpRequest, row: Trial, page: Mapping[str, Any]) -> HttpResponse:
    points, own = row.answer["points"], row.answer["draft"]
    dots = [Dot(point["blocking"], point["fit"] / 100) for point in _unbeaten(points)]
    return render(request, "placement/trials/balance_answer.html", {
        **page, "draft": row.draft, "dots": [*dots, Dot(own["blocking"], own["fit"] / 100, note=_("this draft"), marked=True)],
        "lines": [(point, reasons.hundredths(point["fit"])) for point in points], "own": own, "own_fit": reasons.hundredths(own["fit"]),
        "columns": [Column(_("People moved"), kind="number"), Column(_("Placed"), kind="number"), Column(_("Sum of fit"), kind="number"),
                    Column(_("Pairs who would rather have each other"), kind="number"), Column(_("First wish met"), kind="number"),
                    Column(_("Any wish met"), kind="number"), Column(_("Proof"))],
    })


def _unbeaten(points: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the plans of a curve that no other one beats in both, from the fewest blocking pairs on."""
    found: list[Mapping[str, Any]] = []
    for point in sorted(points, key=lambda p: (p["blocking"], -p["fit"])):
        if not found or point["fit"] > found[-1]["fit"]:
            found.append(point)
    return found
