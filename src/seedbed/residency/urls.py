"""Addresses of life in the company."""

from django.urls import path

from seedbed.residency.views import classes, leave, week

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
]
