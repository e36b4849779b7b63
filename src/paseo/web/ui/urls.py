"""Addresses of the design system."""

from django.urls import path

from paseo.web.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.components, name="components"),
    path("theme/", views.set_theme, name="theme"),
    path("language/", views.set_language, name="language"),
]
