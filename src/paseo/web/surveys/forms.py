"""Forms of the room: bring a file, say what its columns mean, plan interviews, choose blocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paseo.evidence import periods
from paseo.report.survey.plan import WAYS
from paseo.web.surveys.keeping import ENDINGS

MODES = {
    "telephone": gettext_lazy("By telephone"),
    "web": gettext_lazy("On the web"),
    "face_to_face": gettext_lazy("Face to face"),
    "post": gettext_lazy("By post"),
    "mixed": gettext_lazy("In several ways"),
}
SAMPLES = {
    "probability": gettext_lazy("At random"),
    "quota": gettext_lazy("By quotas"),
    "panel": gettext_lazy("From a standing panel"),
    "census": gettext_lazy("Everybody was asked"),
    "self_selected": gettext_lazy("Whoever wanted to answer (open link): no margin can be given"),
}
SINGLE = {
    "refuse": gettext_lazy("Refuse, and say which strata"),
    "centre": gettext_lazy("Measure from the mean of all (cautious)"),
    "average": gettext_lazy("Take as the other strata on average"),
    "pool": gettext_lazy("Join such strata into one"),
    "certainty": gettext_lazy("Drawn for sure: adds no variation"),
}
HOW = {
    "proportional": gettext_lazy("As the population"),
    "equal": gettext_lazy("Equally"),
    "power": gettext_lazy("As the square root of the population"),
    "each": gettext_lazy("So that every district reaches the margin by itself"),
}
_NONE = ("", gettext_lazy("– none –"))


class BringForm(forms.Form):
    """Which file, and what it is called."""

    title = forms.CharField(label=gettext_lazy("Name of the survey"), max_length=160)
    file = forms.FileField(
        label=gettext_lazy("File of answers"),
        help_text=gettext_lazy(
            "One row for each respondent, as .csv, .xlsx or .parquet; at most 100 MB. Take out "
            "names, telephone numbers and addresses first: no analysis needs them."
        ),
        error_messages={"required": gettext_lazy("Choose the file of answers.")},
    )

    def clean_file(self) -> Any:
        """Refuse an ending that no survey has."""
        file = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(
                _("This is no table of answers. Choose a file that ends in %(endings)s.")
                % {"endings": ", ".join(ENDINGS)}
            )
        return file


class MappingFileForm(forms.Form):
    """A mapping that somebody wrote."""

    mapping = forms.FileField(
        label=gettext_lazy("Mapping file"),
        help_text=gettext_lazy("A pack of the kind “survey-mapping”, .yaml."),
        error_messages={"required": gettext_lazy("Choose the mapping file.")},
    )

    def clean_mapping(self) -> str:
        """Return the text of the file."""
        file = self.cleaned_data["mapping"]
        if file.size > 2_000_000:
            raise forms.ValidationError(_("A mapping is never that large. Choose another file."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("The file is not text in UTF-8. Choose the mapping, a .yaml file.")
            ) from None


class MappingTextForm(forms.Form):
    """The mapping as text, for whoever likes to write it."""

    text = forms.CharField(
        label=gettext_lazy("Mapping"),
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code"}),
    )


class ProposeForm(forms.Form):
    """What no questionnaire tells of a survey: when, whom, how, and the columns of its design."""

    questionnaire = forms.ChoiceField(
        label=gettext_lazy("Questionnaire that was asked"),
        help_text=gettext_lazy("Its questions say which indicators they feed."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the survey"), max_length=160)
    code = forms.SlugField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("The id of the source of its values, such as safety-survey-2025."),
        max_length=60,
    )
    period = forms.CharField(
        label=gettext_lazy("Period"),
        help_text=gettext_lazy("When people were asked: 2025, 2025-Q2 or 2025-05."),
        max_length=20,
    )
    population = forms.CharField(
        label=gettext_lazy("Population"),
        help_text=gettext_lazy("Whom the sample stands for, such as residents aged 15 and over."),
        max_length=200,
    )
    mode = forms.ChoiceField(label=gettext_lazy("How people were asked"), choices=MODES.items())
    sample = forms.ChoiceField(
        label=gettext_lazy("How they came into the sample"), choices=SAMPLES.items()
    )
    boundary = forms.CharField(
        label=gettext_lazy("Version of the boundaries"), max_length=60, required=False
    )
    respondent = forms.ChoiceField(label=gettext_lazy("Column: respondent"), required=False)
    weight = forms.ChoiceField(
        label=gettext_lazy("Column: weight"),
        help_text=gettext_lazy("Without weights everybody counts alike."),
        required=False,
    )
    stratum = forms.ChoiceField(label=gettext_lazy("Column: stratum"), required=False)
    cluster = forms.ChoiceField(
        label=gettext_lazy("Column: cluster"),
        help_text=gettext_lazy("The place in which people were drawn, such as a census section."),
        required=False,
    )
    single_clusters = forms.ChoiceField(
        label=gettext_lazy("A stratum with one cluster"), choices=SINGLE.items()
    )

    def __init__(
        self,
        columns: Sequence[str],
        questionnaires: Sequence[tuple[str, str]],
        *arguments: Any,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._offer("questionnaire", questionnaires)
        named = [_NONE, *((name, name) for name in columns)]
        for name in ("respondent", "weight", "stratum", "cluster"):
            self._offer(name, named)

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        if name not in self.fields:
            return
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean_period(self) -> str:
        """Refuse what is no period."""
        period = str(self.cleaned_data["period"]).strip()
        if not periods.is_period(period):
            raise forms.ValidationError(
                _("“%(period)s” is no period. Write 2025, 2025-Q2 or 2025-05.") % {"period": period}
            )
        return period


class AboutForm(ProposeForm):
    """What is known of a survey that has its mapping already."""

    questionnaire = None  # type: ignore[assignment]

    def __init__(self, columns: Sequence[str], *arguments: Any, **options: Any) -> None:
        super().__init__(columns, (), *arguments, **options)


class PlanForm(forms.Form):
    """What a survey shall be able to say; sent by GET, so that a plan has an address."""

    margin = forms.FloatField(
        label=gettext_lazy("Margin, in percentage points"),
        help_text=gettext_lazy(
            "5 means: where 70 % is found, the true value may well lie between 65 and 75 %."
        ),
        min_value=0.5,
        max_value=30,
    )
    share = forms.FloatField(
        label=gettext_lazy("Expected share, in per cent"),
        help_text=gettext_lazy("50 is the cautious one."),
        min_value=1,
        max_value=99,
    )
    deff = forms.FloatField(
        label=gettext_lazy("Design effect"),
        help_text=gettext_lazy(
            "1.3 is usual with weights, 1.5 to 2 when people are drawn by place."
        ),
        min_value=0.5,
        max_value=20,
    )
    response = forms.FloatField(
        label=gettext_lazy("How many of those approached answer, in per cent"),
        min_value=1,
        max_value=100,
    )
    level = forms.FloatField(
        label=gettext_lazy("Level of the margin, in per cent"), min_value=50, max_value=99.9
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How the interviews lie over the districts"),
        choices=[(one, HOW[one]) for one in WAYS],
    )
    districts = forms.CharField(
        label=gettext_lazy("Districts and their population"),
        help_text=gettext_lazy(
            "One a line: name = population. Leave it empty to plan for the whole city only."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )

    def clean_districts(self) -> dict[str, float]:
        """Read the lines; say which cannot be read."""
        found: dict[str, float] = {}
        for line in str(self.cleaned_data["districts"]).splitlines():
            if not line.strip():
                continue
            name, sign, number = line.rpartition("=")
            plain = "".join(number.split()).replace(",", "")
            people = float(plain) if plain.replace(".", "", 1).isdigit() else 0.0
            if not (name.strip() and sign and people > 0):
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read. Write: name = population.") % {"line": line[:60]}
                )
            found[name.strip()] = people
        return found


class BlocksForm(forms.Form):
    """Which blocks make up a questionnaire."""

    blocks = forms.MultipleChoiceField(
        label=gettext_lazy("Question blocks"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one block.")},
    )
    title = forms.CharField(label=gettext_lazy("Title of the questionnaire"), max_length=160)

    def __init__(self, choices: Sequence[tuple[str, str]], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["blocks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)
