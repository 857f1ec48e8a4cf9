"""Addresses of the batch's home, the match and the placements; part of this room's `urls`."""

from django.urls import URLPattern, path

from seedbed.placement.views import batch, matching, notices, placements, reasons, settings

matching_urls: list[URLPattern] = [
    path("batches/<int:pk>/", batch.batch, name="batch"),
    path("batches/<int:pk>/release", batch.release, name="release"),
    path("batches/<int:pk>/notice", notices.announce, name="announce"),
    path("batches/<int:pk>/matching/", matching.matching, name="matching"),
    path("batches/<int:pk>/weights/", settings.weights, name="weights"),
    path("batches/<int:pk>/rules/", settings.match_rules, name="match_rules"),
    *(path(f"settings/<int:pk>/remove/{kind}", settings.setting_remove, {"kind": kind}, name=f"{kind}_remove") for kind in ("rule", "lock", "ban", "pair")),
    path("runs/<int:pk>/", matching.run, name="run"),
    path("runs/<int:pk>/progress", matching.run_progress, name="run_progress"),
    path("drafts/<int:pk>/", matching.draft, name="draft"),
    *(path(f"drafts/<int:pk>/{step}", matching.draft_step, {"step": step}, name=f"draft_{step}") for step in ("check", "confirm", "publish", "reopen")),
    path("drafts/<int:pk>/check-again", matching.draft_recheck, name="draft_recheck"),
    path("drafts/<int:pk>/against/<int:other>/", matching.compare, name="compare"),
    path("places/", reasons.own, name="own"),
    path("places/<int:pk>/", reasons.reason, name="reason"),
    path("places/<int:pk>/move", reasons.move, name="move"),
    path("places/<int:pk>/review", reasons.ask_review, name="ask_review"),
    path("reviews/", reasons.reviews, name="reviews"),
    path("reviews/<int:pk>/", reasons.answer_review, name="answer_review"),
    path("batches/<int:pk>/where/", placements.where, name="where"),
    path("batches/<int:pk>/changes/", placements.change_orders, name="change_orders"),
    path("placements/<int:pk>/", placements.placement, name="placement"),
    path("placements/<int:pk>/withdraw", placements.withdraw, name="withdraw"),
    path("placements/<int:pk>/end-early", placements.end_early, name="end_early"),
    path("placements/<int:pk>/arrival", placements.arrive, name="arrive"),
    path("placements/<int:pk>/change", placements.change_propose, name="change_propose"),
    path("changes/<int:pk>/", placements.change_order, name="change_order"),
    path("changes/<int:pk>/refuse", placements.change_refuse, name="change_refuse"),
]
