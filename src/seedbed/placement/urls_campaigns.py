"""Addresses of request campaigns."""

from django.urls import path

from seedbed.placement.views import campaigns, canvass, requests

campaign_urls = [
    path("batches/<int:batch>/campaigns/", campaigns.campaigns, name="campaigns"),
    path("batches/<int:batch>/campaigns/add", campaigns.campaign_add, name="campaign_add"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/change", campaigns.campaign_change, name="campaign_change"),
    path("campaigns/<int:pk>/move", campaigns.campaign_move, name="campaign_move"),
    path("campaigns/<int:pk>/target", campaigns.campaign_target, name="campaign_target"),
    path("campaigns/<int:pk>/remind", campaigns.campaign_remind, name="campaign_remind"),
    path("campaigns/<int:pk>/links", canvass.campaign_links, name="campaign_links"),
    path("campaigns/<int:pk>/links/made", canvass.campaign_links_made, name="campaign_links_made"),
    path("campaigns/<int:pk>/relays/add", campaigns.relay_add, name="relay_add"),
    path("campaigns/<int:pk>/companies/", canvass.companies, name="companies"),
    path("campaigns/<int:pk>/companies/add", canvass.company_add, name="company_add"),
    path("relays/<int:pk>/passed-on", campaigns.relay_passed_on, name="relay_passed_on"),
    path("relays/<int:pk>/drop", campaigns.relay_drop, name="relay_drop"),
    path("companies/<int:pk>/", canvass.company, name="company"),
    path("companies/<int:pk>/change", canvass.company_change, name="company_change"),
    path("companies/<int:pk>/answer", canvass.company_answer, name="company_answer"),
    path("companies/<int:pk>/take-up", canvass.company_take_up, name="company_take_up"),
    path("companies/<int:pk>/link", canvass.company_link, name="company_link"),
    path("company-links/<int:pk>/", canvass.company_link_made, name="company_link_made"),
    path("company-links/<int:pk>/code", canvass.company_code, name="company_code"),
    path("r/<str:token>/", requests.request_page, name="request_page"),
    path("r/<str:token>/code", requests.request_code, name="request_code"),
    path("r/<str:token>/answer", requests.request_answer, name="request_answer"),
]
