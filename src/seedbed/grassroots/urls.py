"""Addresses of the line of the grass roots."""

from django.urls import path

from seedbed.grassroots.views import classes, library, outings, receptions

app_name = "grassroots"
urlpatterns = [
    path("", outings.outings, name="outings"),
    path("new", outings.outing_add, name="outing_add"),
    path("<int:pk>/", outings.outing, name="outing"),
    path("<int:pk>/do/<slug:name>", outings.outing_act, name="outing_act"),
    path("<int:pk>/case", outings.outing_case, name="outing_case"),
    path("<int:pk>/outing.ics", outings.calendar, name="calendar"),
    path("lessons/", outings.lessons, name="lessons"),
    path("<int:pk>/table.<slug:form>", outings.table, name="table"),
    path("signed/<int:pk>/", outings.signed, name="signed"),
    path("signed/<int:pk>/<slug:name>", outings.signed_act, name="signed_act"),
    path("matters/<int:pk>/<slug:name>", outings.matter_act, name="matter_act"),
    path("answers/", library.answers, name="answers"),
    path("answers/new", library.answer_add, name="answer_add"),
    path("answers/<int:pk>/approve", library.answer_approve, name="answer_approve"),
    path("answers/<int:pk>/withdraw", library.answer_withdraw, name="answer_withdraw"),
    path("materials/new", library.material_add, name="material_add"),
    path("research/", library.projects, name="projects"),
    path("research/new", library.project_add, name="project_add"),
    path("research/<int:pk>/", library.project, name="project"),
    path("research/<int:pk>/do/<slug:name>", library.project_act, name="project_act"),
    path("research/<int:pk>/lists.<slug:form>", library.lists, name="lists"),
    path("classes/", classes.classes, name="classes"),
    path("classes/new", classes.class_add, name="class_add"),
    path("classes/<int:pk>/", classes.problem_class, name="class"),
    path("classes/<int:pk>/do/<slug:name>", classes.class_act, name="class_act"),
    path("receptions/", receptions.receptions, name="receptions"),
    path("receptions/days.ics", receptions.receptions_feed, name="receptions_feed"),
    path("receptions/<int:pk>/book", receptions.book, name="book"),
    path("receptions/<int:pk>/booked", receptions.booked, name="booked"),
    path("charges/", receptions.charges, name="charges"),
    path("charges/new", receptions.charge_add, name="charge_add"),
    path("charges/<int:pk>/end", receptions.charge_end, name="charge_end"),
]
