"""Addresses of cases; mounted where a line works with them."""

from django.urls import path

from seedbed.casework.views import cases, figures, progress, setting, sheets

app_name = "cases"
urlpatterns = [
    path("", cases.cases, name="cases"),
    path("new", cases.register, name="register"),
    path("registered", cases.registered, name="registered"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/do/<slug:name>", cases.act, name="act"),
    path("parts/<int:pk>/<slug:name>", cases.part, name="part"),
    path("clocks/<int:pk>/<slug:name>", cases.clock, name="clock"),
    path("extensions/<int:pk>/<slug:name>", cases.extension, name="extension"),
    path("calls/<int:pk>/<slug:name>", cases.call, name="call"),
    path("files/<int:pk>/", cases.file, name="file"),
    path("files/<int:pk>/<slug:name>", cases.file_act, name="file_act"),
    path("<int:pk>/letter.<slug:form>", cases.letter, name="letter"),
    path("<int:pk>/file.<slug:form>", cases.paper, name="paper"),
    path("extensions/<int:pk>/letter.<slug:form>", cases.extension_letter, name="extension_letter"),
    path("links/<int:pk>/<slug:name>", cases.link, name="link"),
    path("figures/", figures.figures, name="figures"),
    path("figures/sheet.<slug:form>", figures.monthly, name="monthly"),
    path("orders/", sheets.orders, name="orders"),
    path("orders/export.xlsx", sheets.orders_out, name="orders_out"),
    path("orders/template.xlsx", sheets.template, name="template"),
    path("settings/", setting.settings, name="settings"),
    path("settings/<slug:what>/add", setting.add, name="setting_add"),
    path("places", progress.places, name="places"),
    path("ask", progress.ask, name="ask"),
    path("receipt", progress.receipt, name="receipt"),
    path("progress", progress.progress, name="progress"),
    path("progress/again", progress.say_again, name="say_again"),
]
