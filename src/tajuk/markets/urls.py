"""Addresses of the markets app; reader pages of instruments belong to the site."""

from django.urls import path

from tajuk.markets import views

app_name = "markets"

urlpatterns = [path("api/v1/markets/ticks", views.ticks, name="ticks")]
