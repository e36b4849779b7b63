"""What looks like a person is said beside the field in which it stands, and refused nowhere."""

from __future__ import annotations

from django import forms

from paseo.prevention.measures.ground import NOWHERE
from paseo.prevention.measures.measure import Measure
from paseo.prevention.quality.pack import load_form
from paseo.web.prevention.personal import warn_of_people
from paseo.web.prevention.quality.forms import answer_form, field_name
from paseo.web.prevention.register.forms import SECTIONS


class _Form(forms.Form):
    lead = forms.CharField(required=False, help_text="An office.")
    note = forms.CharField(required=False)
    sources = forms.CharField(required=False)


def warned(form: forms.Form) -> list[str]:
    return [name for name, field in form.fields.items() if "personal" in str(field.help_text)]


def test_the_warning_stands_beside_its_field_and_the_form_is_valid() -> None:
    said = {"lead": "Ion Popescu", "note": "Ion Popescu", "sources": "Mrs. Carter, 2016"}
    form = _Form(said)
    warn_of_people(form, ("lead",), besides=("sources",))
    assert warned(form) == ["lead"]
    assert str(form.fields["lead"].help_text).startswith("An office. <strong")
    assert form.is_valid()


def test_what_is_kept_is_warned_of_too_and_written_as_text() -> None:
    form = _Form(initial={"note": "Ask Mrs. <b>Carter</b> and Mrs. Carter"})
    warn_of_people(form)
    assert warned(form) == ["note"]
    assert "<b>" not in str(form.fields["note"].help_text)


def test_notes_of_a_quality_check_are_warned_of() -> None:
    first = load_form().entries[0]
    form = answer_form(load_form(), [first], {first.id: {"note": "Kevin M. (17) says so"}})
    assert warned(form) == [f"{field_name(first)}-note"]


def test_the_lead_of_a_measure_is_an_office() -> None:
    form = SECTIONS["who"](Measure(id="m", name="Walks", lead="Agnieszka Kowalska"), NOWHERE)
    assert warned(form) == ["lead"]
    known = SECTIONS["who"](Measure(id="m", name="Walks", lead="police"), NOWHERE)
    assert warned(known) == []
