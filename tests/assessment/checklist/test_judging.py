"""True, false, or cannot be told: conditions over answers that are partly missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist_by_hand import judge_of
from paseo.assessment.checklist.judging import _joined


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("${A3} = 'council'", {"A3": "council"}, True),
        ("${A3} = 'council'", {"A3": "none"}, False),
        ("${A3} = 'council'", {}, None),
        ("${A3} = 'council'", {"A3": "dont_know"}, None),
        # A condition that asks for the reason itself can be judged.
        ("${A3} = 'dont_know'", {"A3": "dont_know"}, True),
        ("${A3} = 'dont_know'", {"A3": "none"}, False),
        # What is missing does not count as "not selected".
        ("not(selected(${B2}, 'named_space'))", {}, None),
        ("not(selected(${B2}, 'named_space'))", {"B2": ["city"]}, True),
        ("${A3} = 'council' and ${A5} = 'own'", {"A3": "none"}, False),
        ("${A3} = 'council' and ${A5} = 'own'", {"A3": "council"}, None),
        ("${A3} = 'council' or ${A5} = 'own'", {"A3": "council"}, True),
        ("${A3} = 'council' or ${A5} = 'own'", {"A3": "none"}, None),
        ("${C4_days} < 30", {"C4": {"money": 5}}, None),
        ("${C4_days} < 30", {"C4": {"days": 29}}, True),
        ("${A2_missing} = 'dont_know'", {"A2": "dont_know"}, True),
        ("${A2_missing} = 'dont_know'", {"A2": {"decision": "x"}}, False),
        ("count(${D10}) > 0", {}, None),
        ("count(${D10}) > 0", {"D10": "dont_know"}, None),
        ("count(${D10}) > 0", {"D10": [{"source": "x", "owner": "y"}]}, True),
        ("${D5_geography} = 'city'", {"D5": [{"source": "x", "geography": "city"}]}, True),
        ("count(${E1}) > 0", {"E1": "not_applicable"}, False),
        # A question that is not asked says nothing: H4 follows from D2.
        ("${H4} = 'yes'", {"D2": "not_available", "H4": "yes"}, None),
    ],
)
def test_a_condition_is_true_false_or_unknown(condition, answers, expected):
    assert judge_of(answers).says(condition) is expected


THREE = st.sampled_from([True, False, None])


@given(st.lists(THREE, min_size=1, max_size=6))
def test_joining_agrees_with_every_way_in_which_the_unknown_could_turn_out(values):
    """Kleene's tables are the only ones that never say more than all completions agree on."""
    unknown = [at for at, value in enumerate(values) if value is None]
    for wins, join in ((True, any), (False, all)):
        outcomes = set()
        for bits in range(2 ** len(unknown)):
            filled = list(values)
            for number, at in enumerate(unknown):
                filled[at] = bool(bits >> number & 1)
            outcomes.add(join(filled))
        expected = outcomes.pop() if len(outcomes) == 1 else None
        assert _joined(values, wins=wins) is expected


def test_the_answers_behind_a_condition_are_named_in_the_order_of_the_form():
    judge = judge_of({})
    assert judge.behind("${C5} = 'none' or ${A2_decision} != ''") == ("A2", "C5")
