"""Names of elements and attributes of WordprocessingML, as `xml.etree` writes them (ECMA-376, part 1)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = f"{{{_OFFICE}/relationships}}"
MATH = f"{{{_OFFICE}/math}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", f"{_OFFICE}/".encode()),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""How the strict form of the standard begins its names, and how everybody else does."""

_VAL = f"{W}val"
_OFF = ("0", "false", "off")


def w(*names: str) -> frozenset[str]:
    """Full names of elements."""
    return frozenset(W + name for name in names)


def value(parent: Element | None, name: str) -> str | None:
    """The value of a child that has one: `<w:ilvl w:val="1"/>`."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(_VAL) if child is not None else None


def number(parent: Element | None, name: str) -> int | None:
    """The same as a whole number; null for anything else."""
    return whole(value(parent, name))


def whole(words: str | None) -> int | None:
    """A whole number of no more digits than a document needs."""
    is_number = words is not None and len(words) < 10 and words.removeprefix("-").isdecimal() and words.isascii()
    return int(words) if is_number and words is not None else None


def switch(parent: Element, name: str) -> bool | None:
    """Whether a property is on, off, or not spoken of."""
    child = parent.find(W + name)
    return None if child is None else child.get(_VAL) not in _OFF
