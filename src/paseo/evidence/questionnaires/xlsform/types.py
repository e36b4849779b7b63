"""The column ``type`` of a form: the names that types have, and what comes after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: What a row is for us, by the names that forms give it (XLSForm reference; pyxform 4.5).
_KINDS: Final = {
    "single": "select_one|select one|select1|select one from|add select one prompt using",
    "multiple": (
        "select_multiple|select multiple|select all that apply|select all that apply from|"
        "add select multiple prompt using"
    ),
    "rank": "rank",
    "file_list": (
        "select_one_from_file|select one from file|select_multiple_from_file|"
        "select multiple from file|select_one_external|select one external"
    ),
    "integer": "integer|int|add integer prompt|number of days in last month|"
    "number of days in last six months|number of days in last year",
    "decimal": "decimal|add decimal prompt|percentage|percentages",
    "range": "range",
    "text": "text|string|add text prompt|q string",
    "note": "note|add note prompt|q note",
    "date": "date|add date prompt|q date",
    "date_time": "datetime|date time|date and time|add date time prompt|add datetime prompt",
    "time": "time|add time prompt|q time",
    "point": "geopoint|gps|location|add location prompt|q location|q geopoint",
    "line": "geotrace|q geotrace",
    "area": "geoshape|q geoshape",
    "image": "image|photo|picture|add image prompt|add photo prompt|q image|q picture",
    "recording": "audio|video|add audio prompt|add video prompt|q audio|q video",
    "file": "file|add file prompt",
    "code": "barcode|q barcode",
    "phone": "phone number|add phone number prompt",
    "acknowledge": "acknowledge|trigger|acknowledgement|q acknowledge",
    "calculate": "calculate|calculation|q calculate|add calculate prompt",
    "hidden": "hidden|xml-external|csv-external|background-audio|background-geopoint|"
    "start-geopoint",
    "metadata": (
        "start|start time|starttime|end|end time|endtime|today|get today|get start time|"
        "get end time|deviceid|get device id|device id|imei|phonenumber|get phone number|username|"
        "email|audit|simserial|get sim id|sim id|subscriberid|subscriber id|get subscriber id|uri|"
        "uri:deviceid|uri:subscriberid|uri:simserial|uri:phonenumber|uri:username|uri:email"
    ),
    "group": "group",
    "repeat": "repeat|lgroup|looped group|loop",
}
_BY_NAME: Final = {name: kind for kind, names in _KINDS.items() for name in names.split("|")}
_BRACKET: Final = re.compile(
    r"(?P<sign>begin|end)[\s_]+(?P<what>group|repeat|lgroup|looped group|loop)(?P<over>\s.*)?"
)
_OTHER: Final = re.compile(r"\s+(or[_ ]other|or specify other)$", re.IGNORECASE)


@dataclass(frozen=True)
class RowType:
    """What a row is.

    Args:
        kind: of the row; empty for a row without a type, ``unknown`` for one that we do not know.
        list: name of its list of choices, or the file that holds it.
        other: the form adds the choice "other" and a text to it.
        written: the type as it stands.
    """

    kind: str
    list: str = ""
    other: bool = False
    written: str = ""


def row_type(written: str) -> RowType:
    """Return what the type of a row means.

    >>> row_type("select_multiple crops or_other")
    RowType(kind='multiple', list='crops', other=True, written='select_multiple crops or_other')
    >>> row_type("begin repeat").kind, row_type("end_group").kind, row_type("gps").kind
    ('repeat', 'end', 'point')
    """
    words = " ".join(written.split())
    if not words:
        return RowType("")
    bracket = _BRACKET.fullmatch(words.lower())
    if bracket:
        if bracket["sign"] == "end":
            return RowType("end", written=written)
        return RowType("group" if bracket["what"] == "group" else "repeat", written=written)
    if words.lower() in _BY_NAME:
        return RowType(_BY_NAME[words.lower()], written=written)
    bare = _OTHER.sub("", words)
    command, _, name = bare.rpartition(" ")
    kind = _BY_NAME.get(command.lower(), "unknown")
    if kind in ("single", "multiple", "rank", "file_list"):
        return RowType(kind, name, bare != words, written)
    return RowType("unknown", written=written)
