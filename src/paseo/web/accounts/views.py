"""Signing in with a one-time link, and out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from paseo.web.accounts.actions import SignIn, SignOut
from paseo.web.accounts.forms import CodeForm
from paseo.web.accounts.models import User


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Explain how to get in, and take a pasted link or code."""
    if request.user.is_authenticated:
        return redirect(_destination(request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _let_in(request, form.cleaned_data["code"]):
            return redirect(_destination(request))
        form.add_error("code", _("This link was used already or is too old. Get a new one."))
    return render(
        request,
        "accounts/sign_in.html",
        {"form": form, "next": request.GET.get("next", "")},
        status=422 if form.errors else 200,
    )


@login_not_required
@never_cache
@require_GET
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Sign in the person who opens the printed link; a browser that only peeks is put off."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=503)
    if _let_in(request, code) or request.user.is_authenticated:
        return redirect(_destination(request))
    form = CodeForm({"code": code})
    form.add_error("code", _("This link was used already or is too old. Get a new one."))
    return render(request, "accounts/sign_in.html", {"form": form}, status=410)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        SignOut(request=request, user=request.user).run(request.user)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:sign-in")


def _let_in(request: HttpRequest, code: str) -> bool:
    user = authenticate(request, code=code)
    if not isinstance(user, User):
        return False
    return SignIn(request=request, user=user).run(user)


def _destination(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url("home")
