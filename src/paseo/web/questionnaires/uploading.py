"""How evidence comes over the wire: not more than fits, and looked at before it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from paseo.evidence.tables.limits import MEGABYTE
from paseo.web.questionnaires.actions import Arrived
from paseo.web.questionnaires.file_types import look
from paseo.web.questionnaires.models import EvidenceFile

#: The largest evidence file, and all files of one form together. This is the one place.
MOST_BYTES: Final = 50 * MEGABYTE
MOST_FILES: Final = 20


class ManyFiles(forms.FileInput):
    """A field in which several files can be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is cleaned by itself."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given]


class EvidenceForm(forms.Form):
    """Which files, and who may open them."""

    bring = FilesField(
        label=_("Files"),
        error_messages={
            "required": _("Choose at least one file."),
            "empty": _("The file is empty. Choose one that holds something."),
        },
    )
    confidentiality = forms.ChoiceField(
        label=_("Who may open them"),
        choices=EvidenceFile.Confidentiality.choices,
        widget=forms.RadioSelect,
        initial=EvidenceFile.Confidentiality.INTERNAL,
    )


@contextmanager
def arrived(files: Sequence[UploadedFile], accepts: tuple[str, ...]) -> Iterator[list[Arrived]]:
    """Put uploaded files on disk, look at each, and remove them again at the end.

    Raises:
        NotAccepted: when one of them is not taken; then none is.
    """
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT) as folder:
        found = []
        for number, file in enumerate(files):
            name = Path((file.name or "file").replace("\\", "/")).name[:200]
            path = Path(folder) / str(number)
            with path.open("wb") as out:
                for block in file.chunks():
                    out.write(block)
            found.append(Arrived(path, name, look(path, name, accepts).kind))
        yield found
