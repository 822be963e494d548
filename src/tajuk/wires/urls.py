"""Addresses of the wires."""

from django.urls import path

from tajuk.wires import views

app_name = "wires"
urlpatterns = [
    path("api/v1/wires/<slug:source>", views.intake, name="intake"),
]
