"""Addresses of casework."""

from django.urls import path

from seedbed.casework.views import desk, public

app_name = "casework"
urlpatterns = [
    path("desk/", desk.notices, name="notices"),
    path("desk/<int:pk>/", desk.notice_file, name="notice_file"),
    path("desk/<int:pk>/change", desk.change, name="change"),
    path("desk/<int:pk>/publish", desk.publish, name="publish"),
    path("desk/<int:pk>/take-down", desk.take_down, name="take_down"),
    path("desk/objections/", desk.objections, name="objections"),
    path("desk/objections/<int:pk>/", desk.objection, name="objection"),
    path("desk/objections/<int:pk>/accept", desk.accept, name="accept"),
    path("desk/objections/<int:pk>/handle", desk.handle, name="handle"),
    path("desk/objections/<int:pk>/answer", desk.answer, name="answer"),
    path("desk/objections/<int:pk>/open", desk.reveal, name="reveal"),
    path("receipt", public.receipt, name="receipt"),
    path("reply", public.reply, name="reply"),
    path("<slug:number>/", public.notice, name="notice"),
    path("<slug:number>/object", public.object_to, name="object"),
]
