"""Addresses of casework."""

from django.urls import path

from seedbed.casework.views import desk, public, tickets

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
    path("tickets/", tickets.tickets, name="tickets"),
    path("tickets/<int:pk>/", tickets.ticket, name="ticket"),
    path("tickets/<int:pk>/take", tickets.take, name="ticket_take"),
    path("tickets/<int:pk>/hand-over", tickets.hand_over, name="ticket_hand_over"),
    path("tickets/<int:pk>/step", tickets.step, name="ticket_step"),
    path("tickets/<int:pk>/solve", tickets.solve, name="ticket_solve"),
    path("tickets/<int:pk>/rate", tickets.rate, name="ticket_rate"),
    path("tickets/<int:pk>/reopen", tickets.reopen, name="ticket_reopen"),
    path("tickets/<int:pk>/read", tickets.read, name="ticket_read"),
    path("receipt", public.receipt, name="receipt"),
    path("reply", public.reply, name="reply"),
    path("<slug:number>/", public.notice, name="notice"),
    path("<slug:number>/object", public.object_to, name="object"),
]
