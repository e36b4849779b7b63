"""The framework: six dimensions, three depths, the definition of every indicator."""

import re

import pytest

from paseo.assessment.framework_pack import load_framework


@pytest.mark.parametrize(("depth", "count"), [("rapid", 30), ("standard", 80), ("full", 209)])
def test_each_depth_lists_its_indicators_with_the_reason_of_the_choice(visitor, depth, count):
    page = visitor.get(f"/framework/?depth={depth}").content.decode()
    assert len(re.findall(r'href="/framework/[A-Z]{3}-\d+/"', page)) == count
    choice = next(one for one in load_framework().depths if one.id == depth)
    assert str(choice.choice)[:40] in page


def test_composed_content_says_so(visitor):
    page = visitor.get("/framework/SAF-09/").content.decode()
    assert "Written by us; no official wording." in page or "mark-adapted" in page
    assert "were not available" in visitor.get("/framework/").content.decode() or (
        "not available to us" in visitor.get("/framework/").content.decode()
    )


def test_the_missing_partnership_names_are_said(visitor):
    page = visitor.get("/framework/").content.decode()
    assert "own indicator names are not loaded" in page


def test_every_definition_can_be_read_in_both_languages(visitor):
    for indicator in load_framework().indicators:
        for language in ("en", "es"):
            response = visitor.get(
                f"/framework/{indicator.id}/", headers={"accept-language": language}
            )
            assert response.status_code == 200, indicator.id


def test_the_definition_of_an_offence_names_its_iccs_class(visitor):
    assert "0401" in visitor.get("/framework/SEC-10/").content.decode()
