"""The interface speaks Spanish as completely as English."""

import ast
import importlib.util
import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[3]
SPEC = importlib.util.spec_from_file_location("translations", ROOT / "tools/translations.py")
translations = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(translations)

CATALOGUES = translations.catalogues()


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_nothing_is_left_untranslated(file):
    assert translations.missing(file) == []


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_the_compiled_catalogue_is_in_step(file):
    written = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.pofile(str(file))
    }
    compiled = {
        (entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural
        for entry in polib.mofile(str(file.with_suffix(".mo")))
    }
    assert compiled == {key: words for key, words in written.items() if words}


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_translation_keeps_every_placeholder(file):
    holes = re.compile(r"%\(\w+\)s|\{\w*\}|</?[a-z]+")
    for entry in polib.pofile(str(file)):
        forms = entry.msgstr_plural or {0: entry.msgstr}
        for form, words in forms.items():
            source = entry.msgid_plural if form else entry.msgid
            if words:
                assert sorted(holes.findall(words)) == sorted(holes.findall(source)), entry.msgid


def test_words_of_templates_and_code_are_found():
    words = {single for _context, single in translations.found()}
    assert "Skip to the content" in words  # a template
    assert "Administrator created" in words  # code
    assert "%(number)s entry, newest first" in words  # a plural in a template


def test_words_inside_an_f_string_are_found():
    code = """f"<p>{escape(_('needed'))}</p>" + pgettext("a form", "needed" " twice")"""
    found = {("needed", None), ("needed twice", "a form")}
    assert set(translations.words_of_code(code)) == found


def test_no_f_string_is_translated():
    names = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    for file in translations.sources():
        if file.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                assert not any(isinstance(part, ast.JoinedStr) for part in node.args), file


def test_a_page_is_served_in_the_language_of_the_browser(client):
    answer = client.get("/sign-in/", headers={"Accept-Language": "es-AR,es;q=0.9"})
    assert '<html lang="es"' in answer.text
    assert "Pegue la línea entera" in answer.text
    with translation.override("en"):
        assert '<html lang="en"' in client.get("/sign-in/").text


def test_the_language_is_kept_without_scripts(client):
    answer = client.post("/ui/language/", {"language": "es", "next": "/sign-in/"}, follow=True)
    assert '<html lang="es"' in answer.text


def test_a_page_in_another_site_is_no_place_to_return_to(client):
    answer = client.post("/ui/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
