"""Addresses of the wires, under `/api/v1/wires/`."""

from django.urls import path

from tajuk.wires import views

app_name = "wires"
urlpatterns = [
    path("<slug:source>", views.intake, name="intake"),
]
