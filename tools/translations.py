"""Keep the translations of the web application in step with its words.

    python tools/translations.py extract   collect the words of code and templates
    python tools/translations.py compile   write django.mo from django.po
    python tools/translations.py missing   list what is not translated; fails if any

Works with Python alone: templates are turned into code by Django and their words found by
Babel, words of code are read from its syntax tree, catalogues are kept by polib. GNU gettext
is not needed.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parent.parent / "src" / "paseo" / "web"
LOCALE = WEB / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def found() -> dict[tuple[str | None, str], polib.POEntry]:
    """Return every message of the web application with the files in which it stands."""
    entries: dict[tuple[str | None, str], polib.POEntry] = {}
    for file in sources():
        name = file.relative_to(WEB).as_posix()
        for message, context in messages(file):
            single, plural = message if isinstance(message, tuple) else (message, "")
            entry = entries.setdefault(
                (context, single), polib.POEntry(msgid=single, msgctxt=context)
            )
            if plural:
                entry.msgid_plural = plural
                entry.msgstr_plural = {0: "", 1: ""}
            if (name, "") not in entry.occurrences:
                entry.occurrences.append((name, ""))
            if "%(" in single and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return entries


def sources() -> list[Path]:
    """Return the files that can hold words, in a fixed order."""
    files = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
    return sorted(file for file in files if "migrations" not in file.parts)


def messages(file: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield each message of one file: the words, or singular and plural, with the context."""
    text = file.read_text("utf-8")
    if file.suffix == ".py":
        yield from words_of_code(text)
        return
    # What stands between the tags becomes a row of X; its indentation means nothing.
    text = "\n".join(line.strip() for line in templatize(text, origin=file).splitlines())
    source = io.BytesIO(text.encode())
    for _line, message, _comments, context in extract(
        "python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield (tuple(message[:2]) if isinstance(message, tuple) else message), context  # type: ignore[misc]


def words_of_code(text: str) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Yield the messages of Python code.

    Babel reads tokens and so, before Python 3.12, passes over the calls inside an f-string:
    ``f"<p>{_('needed')}</p>"``.
    """
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in KEYWORDS:
            continue
        said = [getattr(one, "value", None) for one in node.args]
        places = KEYWORDS[getattr(node.func, "id", "")] or (1,)
        context = next((said[one[0] - 1] for one in places if isinstance(one, tuple)), None)
        words = tuple(said[one - 1] for one in places if isinstance(one, int))
        if all(isinstance(one, str) for one in words):
            yield (words if len(words) > 1 else words[0]), context


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def extract_words() -> int:
    """Bring each catalogue up to date: new words come empty, words no longer used go."""
    words = found()
    for file in catalogues():
        old = polib.pofile(str(file))
        known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
        new = polib.POFile(wrapwidth=98)
        new.metadata = old.metadata
        for key in sorted(words, key=lambda pair: (pair[1], pair[0] or "")):
            entry = words[key]
            before = known.get(key)
            if before is not None:
                entry.msgstr = before.msgstr
                if entry.msgid_plural and before.msgstr_plural:
                    entry.msgstr_plural = before.msgstr_plural
            new.append(entry)
        new.save(str(file))
    return list_missing(quiet=True)


def compile_words() -> int:
    """Write the compiled catalogue beside each catalogue."""
    for file in catalogues():
        polib.pofile(str(file)).save_as_mofile(str(file.with_suffix(".mo")))
    return 0


def missing(file: Path) -> list[str]:
    """Return what one catalogue lacks: words of the code that it does not translate."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(file))}
    return [
        single
        for context, single in found()
        if (context, single) not in known or not known[context, single].translated()
    ]


def list_missing(*, quiet: bool = False) -> int:
    total = 0
    for file in catalogues():
        for words in missing(file):
            total += 1
            sys.stdout.write(f"{file.parent.parent.name}: {words!r}\n")
    return 0 if quiet else int(total > 0)


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    tasks = {"extract": extract_words, "compile": compile_words, "missing": list_missing}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(__doc__)
    sys.exit(tasks[sys.argv[1]]())
