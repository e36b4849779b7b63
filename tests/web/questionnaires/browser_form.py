"""Sends a form as a browser would: with everything that stands in it, changed where told."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Forms(HTMLParser):
    """Collects the forms of a page: what each would send if no button were pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._area = ""
        self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in given}
        if tag == "form":
            self.forms.append({})
        elif tag == "input":
            self._input(values)
        elif tag == "textarea":
            self._area, self._text = values["name"], ""
        elif tag == "select":
            self._select = values["name"]
        elif tag == "option" and self._select and "selected" in values:
            self._put(self._select, values["value"])

    def _input(self, values: dict[str, str]) -> None:
        kind = values.get("type", "text")
        chosen = kind not in ("radio", "checkbox") or "checked" in values
        if chosen and kind not in ("submit", "file") and values.get("name"):
            self._put(values["name"], values.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser drops one line break behind the tag and sends others as CR LF.
            text = self._text.removeprefix("\n").replace("\n", "\r\n")
            self._put(self._area, text)
            self._area = ""
        elif tag == "select":
            self._select = ""

    def _put(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def in_form(page: Any, field: str = "seen") -> dict[str, list[str]]:
    """Return what the form that has a certain field would send."""
    reader = _Forms()
    reader.feed(page.content.decode())
    return next(one for one in reader.forms if field in one)


def send(client: Any, address: str, do: str = "save", follow: bool = True, **fields: Any) -> Any:
    """Open a section, change some fields and press a button.

    Names of fields are written without the ``q-`` and with ``__`` for the sign in the middle:
    ``staff__value="12"``; a value of None empties the field.
    """
    sent = in_form(client.get(address))
    return client.post(address, changed(sent, do, fields), follow=follow)


def changed(sent: dict[str, list[str]], do: str, fields: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {**sent, "do": do}
    for name, value in fields.items():
        question, _sign, field = name.partition("__")
        whole = f"q-{question}-{field.replace('__', '.')}"
        if value is None:
            data.pop(whole, None)
        else:
            data[whole] = value
    return data
