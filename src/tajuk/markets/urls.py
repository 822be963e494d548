"""Addresses below `/api/v1/markets/`; reader pages of instruments belong to the site."""

from django.urls import path

from tajuk.markets import views

app_name = "markets"

urlpatterns = [path("ticks", views.ticks, name="ticks")]
