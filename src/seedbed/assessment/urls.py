"""Addresses of this room."""

from django.urls import path

from seedbed.assessment.views import links, results, rounds, schemes, sheets

app_name = "assessment"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("mine", sheets.mine, name="mine"),
    path("rounds/<int:pk>/", rounds.round, name="round"),
    path("rounds/<int:pk>/step/<slug:move>", rounds.round_step, name="round_step"),
    path("rounds/<int:pk>/release", rounds.round_release, name="round_release"),
    path("rounds/<int:pk>/ask", rounds.assessor_add, name="assessor_add"),
    path("rounds/<int:pk>/results.xlsx", rounds.round_file, name="round_file"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/next", schemes.scheme_next, name="scheme_next"),
    path("assessors/<int:pk>/link", links.link_make, name="link_make"),
    path("assessors/<int:pk>/link/made", links.link_made, name="link_made"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/drop", sheets.sheet_drop, name="sheet_drop"),
    path("marks/<int:pk>/change", sheets.mark_change, name="mark_change"),
    path("results/<int:pk>/", results.result, name="result"),
    path("results/<int:pk>/excuse", results.excuse, name="excuse"),
    path("results/<int:pk>/grade", results.grade, name="grade"),
    path("results/<int:pk>/appeal", results.appeal, name="appeal"),
    path("appeals/", results.appeals, name="appeals"),
    path("appeals/<int:pk>/answer", results.appeal_answer, name="appeal_answer"),
    path("w/<str:token>/", links.word, name="word"),
    path("w/<str:token>/code", links.word_code, name="word_code"),
    path("w/<str:token>/sheets/<int:pk>", links.word_sheet, name="word_sheet"),
]
