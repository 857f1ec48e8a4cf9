"""Addresses of gatherings."""

from django.urls import path

from seedbed.gatherings.views import gathering, schedule

app_name = "gatherings"
urlpatterns = [
    path("", schedule.schedule, name="schedule"),
    path("feed/new", schedule.feed_open, name="feed_open"),
    path("feed/made", schedule.feed_made, name="feed_made"),
    path("feed/close", schedule.feed_close, name="feed_close"),
    path("feed/<str:token>.ics", schedule.feed, name="feed"),
    path("circles/<int:pk>/", schedule.circle, name="circle"),
    path("circles/<int:pk>/plan", schedule.plan, name="plan"),
    path("circles/<int:pk>/series", schedule.plan_series, name="plan_series"),
    path("<int:pk>/", gathering.gathering, name="gathering"),
    path("<int:pk>/change", gathering.change, name="change"),
    path("<int:pk>/record", gathering.record, name="record"),
    path("<int:pk>/cancel", gathering.cancel, name="cancel"),
    path("<int:pk>/excuse", gathering.excuse, name="excuse"),
    path("<int:pk>/come", gathering.come_after_all, name="come_after_all"),
    path("<int:pk>/agree", gathering.agree, name="agree"),
    path("items/<int:pk>/finish", gathering.item_finish, name="item_finish"),
    path("items/<int:pk>/drop", gathering.item_drop, name="item_drop"),
    path("items/<int:pk>/reopen", gathering.item_reopen, name="item_reopen"),
]
