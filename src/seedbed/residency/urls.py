"""Addresses of life in the company."""

from django.urls import path

from seedbed.residency.views import branch, classes, dossiers, leave, week, works

app_name = "residency"
urlpatterns = [
    path("", classes.classes, name="classes"),
    path("week/", week.week, name="week"),
    path("batches/<int:pk>/open", classes.open_class, name="open"),
    path("classes/<int:pk>/", classes.training_class, name="class"),
    path("classes/<int:pk>/take-in", classes.take_in, name="take_in"),
    path("classes/<int:pk>/people/", classes.people, name="people"),
    path("classes/<int:pk>/divide", classes.divide, name="divide"),
    path("classes/<int:pk>/arrivals/", classes.arrivals, name="arrivals"),
    path("classes/<int:pk>/where/", classes.whereabouts, name="whereabouts"),
    path("classes/<int:pk>/leave/", leave.leaves, name="leaves"),
    path("leave/", leave.my_leave, name="my_leave"),
    path("leave/<int:pk>/grant", leave.leave_grant, name="leave_grant"),
    path("leave/<int:pk>/refuse", leave.leave_refuse, name="leave_refuse"),
    path("leave/<int:pk>/take-back", leave.leave_take_back, name="leave_take_back"),
    path("leave/<int:pk>/return", leave.leave_return, name="leave_return"),
    path("classes/<int:pk>/branch/", branch.branch, name="branch"),
    path("classes/<int:pk>/branch/propose", branch.branch_propose, name="branch_propose"),
    path("classes/<int:pk>/branch/posts", branch.branch_appoint, name="branch_appoint"),
    path("classes/<int:pk>/branch/approval", branch.branch_approve, name="branch_approve"),
    path("classes/<int:pk>/branch/weeks", branch.branch_plan, name="branch_plan"),
    path("classes/<int:pk>/branch/file.<slug:form>", branch.branch_file_out, name="branch_file"),
    path("classes/<int:pk>/works/", works.works, name="works"),
    path("works/", works.my_works, name="my_works"),
    path("works/new", works.work_new, name="work_new"),
    path("journal/<str:day>/", works.journal, name="journal"),
    path("works/<int:pk>/", works.work, name="work"),
    path("works/<int:pk>/fetch-back", works.work_fetch_back, name="work_fetch_back"),
    path("works/<int:pk>/accept", works.work_accept, name="work_accept"),
    path("works/<int:pk>/return", works.work_return, name="work_return"),
    path("works/<int:pk>/word", works.work_comment, name="work_comment"),
    path("classes/<int:pk>/dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("entries/<int:pk>/revise", dossiers.entry_revise, name="entry_revise"),
    path("entries/<int:pk>/word", dossiers.entry_comment, name="entry_comment"),
]
