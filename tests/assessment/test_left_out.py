"""Indicators that a city decided not to assess: neither expected nor missing, and said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paseo.assessment.assess import read_city
from paseo.assessment.build import build_profile
from paseo.assessment.framework_pack import load_framework
from paseo.assessment.vocabulary import vocabulary
from paseo.content.problems import Refused
from paseo.evidence.city_folder import read_city_folder, write_city_folder
from paseo.report.assessment import assessment_document
from paseo.report.document import Paragraph, plain

BERLIN = Path(__file__).resolve().parents[2] / "examples" / "berlin"
#: One that holds values, and one that does not.
LEFT_OUT = ("SAF-01", "SAF-05")


@pytest.fixture(scope="module")
def berlin():
    return read_city(BERLIN)


def profile_of(evidence, left_out):
    city = replace(evidence.city, left_out=left_out)
    return build_profile(replace(evidence, city=city), load_framework(), depth="rapid")


def dimension(profile, name):
    return next(one for one in profile.dimensions if one.dimension == name)


def test_what_is_left_out_is_neither_expected_nor_found(berlin):
    before = dimension(profile_of(berlin, ()), "sense-of-safety")
    after = dimension(profile_of(berlin, LEFT_OUT), "sense-of-safety")
    assert after.expected == before.expected - 2
    assert after.assessed == before.assessed - 1
    assert (before.left_out, after.left_out) == (0, 2)
    assert not {one.indicator.id for one in after.results} & set(LEFT_OUT)
    profile = profile_of(berlin, LEFT_OUT)
    with pytest.raises(KeyError):
        profile.result("SAF-01")
    assert not any("SAF-01" in one.indicators for one in profile.findings)


def test_the_report_says_how_many_were_left_out(berlin):
    document = assessment_document(profile_of(berlin, LEFT_OUT))
    said = [plain(one.words) for one in document.blocks if isinstance(one, Paragraph)]
    assert any("The city decided to leave 2 out." in one for one in said)


def test_leaving_everything_out_breaks_nothing(berlin):
    everything = tuple(one.id for one in load_framework().indicators)
    profile = profile_of(berlin, everything)
    assert all(one.expected == 0 for one in profile.dimensions)
    assessment_document(profile)


def test_it_comes_back_from_a_city_folder_and_unknown_codes_are_refused(berlin, tmp_path):
    terms = vocabulary(load_framework())
    changed = replace(berlin, city=replace(berlin.city, left_out=LEFT_OUT))
    write_city_folder(changed, tmp_path / "city")
    assert read_city_folder(tmp_path / "city", terms).city.left_out == LEFT_OUT
    file = tmp_path / "city" / "city.yaml"
    file.write_text(file.read_text("utf-8").replace("SAF-05", "SAF-999", 1), "utf-8")
    with pytest.raises(Refused):
        read_city_folder(tmp_path / "city", terms)
