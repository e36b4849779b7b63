"""The number of queries of a page does not grow with what was decided or asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paseo.assessment.framework_pack import load_framework
from paseo.web.checklist.models import LineDecision, ProposalDecision, Request

ROOM = "/cities/berlin/checklist/"


@pytest.mark.parametrize("page", ["", "plan/", "proposals/", "requests/", "maturity/"])
def test_queries_stay_the_same_however_much_was_decided(visitor, round, berlin, page):
    visitor.get(ROOM + page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        visitor.get(ROOM + page)
    for number, one in enumerate(load_framework().at_depth("standard")):
        LineDecision.objects.create(city=berlin, indicator=one.id, owner=f"O{number}", note="n")
        Request.objects.create(city=berlin, owner=f"O{number}")
        ProposalDecision.objects.create(city=berlin, effect=f"e{number}", verdict="accepted")
    with CaptureQueriesContext(connection) as many:
        visitor.get(ROOM + page)
    assert len(many) == len(few)
    assert len(few) < 30
