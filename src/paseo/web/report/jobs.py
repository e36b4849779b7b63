"""Making a report: assess the city, write each format, keep the files."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from paseo.assessment.build import STEPS, build_profile
from paseo.web.accounts.rights import Right
from paseo.web.assessment import profiles
from paseo.web.assessment.choice import Choice
from paseo.web.evidence.models import City
from paseo.web.jobs.kinds import Outcome, Progress, job_kind
from paseo.web.report.actions import KeepReport

MAKE = "report.make"

#: What the library is doing, by the id of its step.
WORDS: dict[str, Promise] = {
    "disclosure": _("Withholding what must not be shown"),
    "measure": _("Measuring the values"),
    "series": _("Setting the series"),
    "areas": _("Looking at places and groups"),
    "peers": _("Standing the city beside others"),
    "findings": _("Putting findings into words"),
}


@job_kind(MAKE, title=_("Report of a city"), right=Right.READ)
def make_report(
    progress: Progress, *, city: str, depth: str, language: str, formats: list[str]
) -> Outcome:
    """Make a report; each format is one step."""
    from paseo.report.bundle import write_assessment

    total = len(STEPS) + len(formats)
    place = City.objects.get(pk=city)
    framework = profiles.framework_of(place)
    choice = Choice(depth=depth)
    codes = [one.id for one in framework.at_depth(choice.depth_for(place.depth))]
    profile = build_profile(
        profiles.evidence_of(place, choice, codes, shapes=True),
        framework,
        profiles.peers_of(place, choice, codes, profiles.known_cities(place)),
        choice.depth_for(place.depth),
        progress=lambda done, _steps, step: progress.step(done, total, str(WORDS[step])),
    )
    written: list[Any] = []
    for number, wanted in enumerate(formats):
        message = _("Writing %(file)s") % {"file": wanted}
        progress.step(len(STEPS) + number, total, str(message))
        written += write_assessment(profile, progress.folder, formats=(wanted,), language=language)
    KeepReport(
        city=city,
        depth=profile.depth,
        language=language,
        computed_at=profile.made_at,
        files=written,
    ).run(progress.owner)
    for file in written:
        file.unlink(missing_ok=True)
    progress.step(total, total)
    return Outcome(
        message=str(_("The report is ready to be downloaded.")),
        page=reverse("report:report", args=[city]),
    )
