"""Forms that take a file: a register, and where a measure works."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.prevention.measures.ground import Ground
from paseo.prevention.measures.measure import Measure
from paseo.web.prevention.register import words
from paseo.web.prevention.register.fields import WordField

MOST_BYTES: Final = 10_000_000
TABLES: Final = (".csv", ".tsv", ".txt", ".xlsx")
SHAPES: Final = (".geojson", ".json")


class WhereForm(forms.Form):
    """Where a measure works: an area, a ground of its own, a kind of place."""

    area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        help_text=gettext_lazy("Empty for the whole city."),
        required=False,
    )
    area_type = WordField(
        "area_type",
        label=gettext_lazy("Kind of place"),
        help_text=gettext_lazy("A kind of the catalogue, or your own words."),
    )
    file = forms.FileField(
        label=gettext_lazy("Own ground"),
        help_text=gettext_lazy(
            "Where it is not a whole area: a GeoJSON file with one shape, longitude first (WGS 84)."
        ),
        required=False,
    )
    without = forms.BooleanField(
        label=gettext_lazy("Take the ground away that is drawn now"), required=False
    )

    def __init__(self, measure: Measure, ground: Ground, *arguments: Any) -> None:
        super().__init__(*arguments)
        kind = words.named("area_type", measure.area_type) if measure.area_type else ""
        self.initial = {"area": measure.area, "area_type": kind}
        areas = [(one.id, words.plain(one.name)) for one in ground.areas or ()]
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("whole city, no area in particular")), *areas]
        if measure.area and measure.area not in dict(areas):
            field.choices.append((measure.area, measure.area))
        if measure.shape is None:
            del self.fields["without"]

    def clean_file(self) -> Any:
        """Refuse what is no drawing."""
        return _file(self.cleaned_data.get("file"), SHAPES)


class ImportForm(forms.Form):
    """A file of measures."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A register as .xlsx or .csv, at most 10 MB. Nothing is kept before you have seen what "
            "it changes."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file to import."),
            "empty": gettext_lazy("The file is empty. Choose one that holds something."),
        },
    )

    def clean_file(self) -> Any:
        """Refuse what is no table."""
        return _file(self.cleaned_data["file"], TABLES)


def _file(file: Any, endings: tuple[str, ...]) -> Any:
    if file is None:
        return None
    if Path(file.name or "").suffix.lower() not in endings:
        raise forms.ValidationError(
            _("“%(name)s” cannot be read here. Choose a file that ends in %(endings)s.")
            % {"name": file.name, "endings": ", ".join(endings)}
        )
    if file.size > MOST_BYTES:
        raise forms.ValidationError(_("The file is larger than 10 MB. Choose a smaller one."))
    return file
