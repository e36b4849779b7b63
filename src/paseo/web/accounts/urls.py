"""Addresses for signing in and out."""

from django.urls import path

from paseo.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/<str:code>/", views.link, name="link"),
    path("sign-out/", views.sign_out, name="sign-out"),
]
