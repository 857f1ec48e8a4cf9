"""Addresses of the directory."""

from django.urls import path

from seedbed.directory.views import accounts, people, ties, tokens, units

app_name = "directory"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/add", units.add_unit, name="add_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/change", units.change_unit, name="change_unit"),
    path("units/<int:pk>/industries", units.industries_of, name="industries_of"),
    path("industries/", units.industries, name="industries"),
    path("people/", people.people, name="people"),
    path("people/add", people.add_person, name="add_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change", people.change_person, name="change_person"),
    path("people/<int:pk>/open", people.reveal, name="reveal"),
    path("ties/", ties.ties, name="ties"),
    path("ties/declare", ties.declare_tie, name="declare_tie"),
    path("ties/<int:pk>/end", ties.end_tie, name="end_tie"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open", accounts.open_account, name="open_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/password", accounts.reset_password, name="reset_password"),
    path("accounts/<int:pk>/close", accounts.close_account, name="close_account"),
    path("accounts/<int:pk>/roles", accounts.propose_grant, name="propose_grant"),
    path("roles/", accounts.grants, name="grants"),
    path("roles/<int:pk>/approve", accounts.approve_grant, name="approve_grant"),
    path("roles/<int:pk>/refuse", accounts.refuse_grant, name="refuse_grant"),
    path("roles/<int:pk>/end", accounts.end_grant, name="end_grant"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke", tokens.revoke_token, name="revoke_token"),
]
