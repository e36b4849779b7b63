"""Addresses of the audit trail."""

from django.urls import path

from paseo.web.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("download/", views.download, name="download"),
    path("<int:number>/", views.entry, name="entry"),
]
