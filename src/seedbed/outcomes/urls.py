"""Addresses of this room."""

from django.urls import path

from seedbed.outcomes.views import batch, coverage, hours, lead_steps, leads, papers, visits

app_name = "outcomes"
urlpatterns = [
    path("", batch.batches, name="batches"),
    path("batches/<int:pk>/", batch.batch, name="batch"),
    path("batches/<int:pk>/assess", batch.assess, name="assess"),
    path("leads/", leads.leads, name="leads"),
    path("leads.xlsx", leads.leads_as_file, name="leads_file"),
    path("batches/<int:pk>/leads/add", leads.lead_add, name="lead_add"),
    path("leads/<int:pk>/", leads.lead, name="lead"),
    path("leads/<int:pk>/join", leads.lead_join, name="lead_join"),
    path("leads/<int:pk>/change", leads.lead_change, name="lead_change"),
    path("leads/<int:pk>/hand-over", lead_steps.lead_hand_over, name="lead_hand_over"),
    path("leads/<int:pk>/sign-for", lead_steps.lead_sign_for, name="lead_sign_for"),
    path("leads/<int:pk>/send-back", lead_steps.lead_send_back, name="lead_send_back"),
    path("leads/<int:pk>/report", lead_steps.lead_report, name="lead_report"),
    path("leads/<int:pk>/amount", lead_steps.lead_amount, name="lead_amount"),
    path("leads/<int:pk>/shares", lead_steps.lead_shares, name="lead_shares"),
    path("leads/<int:pk>/give-up", lead_steps.lead_give_up, name="lead_give_up"),
    path("leads/<int:pk>/take-up", lead_steps.lead_take_up, name="lead_take_up"),
    path("amounts/<int:pk>/document", leads.lead_document, name="lead_document"),
    path("batches/<int:pk>/credit", hours.credit, name="credit"),
    path("batches/<int:pk>/papers/<slug:name>.<slug:form>", papers.paper, name="paper"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/people/", coverage.targets, name="targets"),
    path("coverage/people/list", coverage.targets_list, name="targets_list"),
    path("coverage/people/list.xlsx", coverage.targets_file, name="targets_file"),
    path("coverage/people/applied", coverage.targets_applied, name="targets_applied"),
    path("coverage/people/<int:pk>/", coverage.target, name="target"),
    path("hours/", hours.my_hours, name="my_hours"),
    path("people/<int:pk>/hours", hours.hours, name="hours"),
    path("people/<int:pk>/hours/add", hours.hours_add, name="hours_add"),
    path("standards/", hours.standards, name="standards"),
    path("standards/<slug:kind>", hours.standard_next, name="standard_next"),
    path("visits/", visits.visits, name="visits"),
    path("batches/<int:pk>/visits/add", visits.visit_add, name="visit_add"),
]
