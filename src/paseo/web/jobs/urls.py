"""Addresses of jobs."""

from django.urls import path

from paseo.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<uuid:identity>/", views.job, name="job"),
    path("<uuid:identity>/state/", views.state, name="state"),
    path("<uuid:identity>/cancel/", views.cancel_job, name="cancel"),
    path("<uuid:identity>/file/", views.file, name="file"),
]
