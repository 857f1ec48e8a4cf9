"""Addresses of the portal."""

from django.urls import path

from seedbed.portal.views import complaints, erasing, home, inbox, office, privacy, trail

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search", home.search, name="search"),
    path("complaint", complaints.complaint, name="complaint"),
    path("complaint/receipt", complaints.complaint_receipt, name="complaint_receipt"),
    path("complaint/reply", complaints.complaint_reply, name="complaint_reply"),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/<int:pk>/", complaints.complaint_file, name="complaint_file"),
    path("complaints/<int:pk>/open", complaints.open_complaint, name="open_complaint"),
    path("complaints/<int:pk>/answer", complaints.answer_complaint, name="answer_complaint"),
    path("privacy", privacy.privacy, name="privacy"),
    path("privacy/consent", privacy.give_consent, name="give_consent"),
    path("privacy/withdraw", privacy.withdraw_consent, name="withdraw_consent"),
    path("privacy/export", privacy.export_own, name="export_own"),
    path("privacy/own-data.json", privacy.own_data, name="own_data"),
    path("erasures/", erasing.erasures, name="erasures"),
    path("erasures/new", erasing.erasure_ask, name="erasure_ask"),
    path("erasures/<int:pk>/", erasing.erasure, name="erasure"),
    path("erasures/<int:pk>/copy", erasing.erasure_copy, name="erasure_copy"),
    path("erasures/<int:pk>/refuse", erasing.erasure_refuse, name="erasure_refuse"),
    path("erasures/<int:pk>/open", erasing.erasure_open, name="erasure_open"),
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/<int:pk>/read", inbox.read_message, name="read_message"),
    path("trail/", trail.trail, name="trail"),
    path("trail/verify", trail.verify_trail, name="verify_trail"),
    path("office/", office.office, name="office"),
    path("office/profile", office.set_profile, name="set_profile"),
    path("office/days", office.set_days, name="set_days"),
    path("office/notice", office.new_notice, name="new_notice"),
    path("who-may-what", office.who_may_what, name="who_may_what"),
    path("personal-data", office.data_list, name="data_list"),
    path("office/assessments", office.assess, name="assess"),
    path("office/retention", office.retention, name="retention"),
    path("features", office.feature_list, name="feature_list"),
]
