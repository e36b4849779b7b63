"""How a file comes over the wire: to disk block by block, and not more than fits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.evidence.tables.limits import MEGABYTE, MOST_CSV_BYTES
from paseo.web.accounts.people import Person
from paseo.web.accounts.policy import policy
from paseo.web.accounts.rights import Right
from paseo.web.evidence.models import City

#: No kind of file is read beyond this size, so none is taken in.
MOST_BYTES = MOST_CSV_BYTES
#: The choice of a city that is not there yet; no id can read so.
NEW_CITY = "+"
#: What a form adds around the file.
_AROUND = MEGABYTE


class Quota(FileUploadHandler):
    """Stops an upload that grows beyond the limit, whatever its header said."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self._seen, self._most = 0, most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._seen += len(raw_data)
        if self._seen > self._most:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def guard(request: HttpRequest, most: int | None = None) -> int:
    """Limit what the request may bring; return the size in megabytes when it is too large.

    Must run before anything reads the form, also before the check against forged requests.

    Args:
        most: bytes; as much as a file to import may have where left out.
    """
    most = MOST_BYTES if most is None else most
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > most + _AROUND:
        return round(length / MEGABYTE)
    request.upload_handlers.insert(0, Quota(request, most))
    return 0


class UploadForm(forms.Form):
    """Which city, which file."""

    city = forms.ChoiceField(
        label=gettext_lazy("City"),
        help_text=gettext_lazy("Whose values or places the file holds."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Observations as .csv or .xlsx, a city folder as .zip, or places as .geojson; "
            "at most 100 MB. Nothing is imported before you have seen what it changes."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file to import."),
            "empty": gettext_lazy("The file is empty. Choose one that holds something."),
        },
    )

    def __init__(self, person: Person, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(one.pk, one.text.words) for one in cities_for(person)]
        if policy.may(person, Right.COORDINATE):
            choices.append((NEW_CITY, _("A new city, from its city folder")))
        field = self.fields["city"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_city(self) -> str:
        """Return the id of the chosen city, empty for a new one."""
        chosen = str(self.cleaned_data["city"])
        return "" if chosen == NEW_CITY else chosen


def cities_for(person: Person) -> list[City]:
    """Return the cities whose data a person may change, by name."""
    allowed = policy.cities(person, Right.CONTRIBUTE)
    found = City.objects.only("id", "name")
    if allowed is not None:
        found = found.filter(pk__in=allowed)
    return sorted(found, key=lambda one: one.text.words)
