"""The library speaks Spanish as completely as English, with the same values in its sentences."""

import re
from collections import defaultdict
from importlib import resources
from pathlib import Path

import pytest
import yaml

LANGUAGES = {"en", "es"}
PACKAGE = Path(str(resources.files("paseo")))
#: Read as they stand, without values filled in.
PLAIN = {"report/charts/words.yaml"}
VALUE = re.compile(r"%\((\w+)\)")


def _is_of_phrases(found):
    """Say whether a file holds phrases only: each of its keys is a language map."""
    return isinstance(found, dict) and all(
        isinstance(one, dict) and LANGUAGES & set(one) for one in found.values()
    )


def _files():
    read = {file: yaml.safe_load(file.read_text("utf-8")) for file in PACKAGE.rglob("*.yaml")}
    return {
        file.relative_to(PACKAGE).as_posix(): found
        for file, found in sorted(read.items())
        if _is_of_phrases(found)
    }


FILES = _files()


def _forms(words):
    """Return the words of one language by plural form."""
    return words if isinstance(words, dict) else {"other": words}


def _values(words):
    """Return the names that a sentence fills in; *count* may be spoken in words ("one city")."""
    return {name: set(VALUE.findall(text)) - {"count"} for name, text in _forms(words).items()}


def test_the_files_of_phrases_are_found():
    assert {"report/phrases.yaml", "evidence/questionnaires/phrases.yaml"} <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_each_phrase_is_there_in_both_languages(name):
    for key, words in FILES[name].items():
        # A comma in unquoted words cuts them off and leaves the rest as a language of its own.
        assert set(words) == LANGUAGES, key
        for one in words.values():
            assert all(isinstance(text, str) and text for text in _forms(one).values()), key


@pytest.mark.parametrize("name", FILES)
def test_each_language_fills_in_the_same_values(name):
    for key, words in FILES[name].items():
        english, spanish = _values(words["en"]), _values(words["es"])
        for form in english | spanish:
            assert english.get(form, english["other"]) == spanish.get(form, spanish["other"]), key


@pytest.mark.parametrize("name", sorted(FILES.keys() - PLAIN))
def test_each_sentence_can_be_filled_in(name):
    for key, words in FILES[name].items():
        for one in words.values():
            for text in _forms(one).values():
                assert text % defaultdict(str) is not None, key
