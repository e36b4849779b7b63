"""The pages of the frame itself: the components, language and theme, errors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_POST

from paseo import __version__
from paseo.web.ui.frame import THEME_COOKIE, THEMES, Crumb, theme_of
from paseo.web.ui.specimens import specimens

YEAR = 365 * 24 * 3600


def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(
        request,
        "ui/components.html",
        {**specimens(request), "crumbs": [Crumb(_("Components"))]},
    )


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark in a cookie."""
    response = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True)
    return response


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader's language in Django's cookie."""
    return i18n.set_language(request)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if safe else resolve_url("home")


# ------------------------------------------------------------------------------- errors
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say which right is missing and who has it; the reason comes with the refusal."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Draw the page without session, person or database: any of them may be the fault."""
    values = {"theme": theme_of(request), "version": __version__}
    return HttpResponse(render_to_string("500.html", values), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere."""
    return render(request, "csrf.html", status=403)
