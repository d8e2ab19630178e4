"""Word files made from XML, for tests."""

import io
import re
import zipfile
from html import escape
from itertools import groupby

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def relationships(kinds):
    """A part of relationships: ids to pairs of kind and target; a target of the web is external."""
    outside = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"{outside if "://" in target else ""}/>'
        for key, (kind, target) in kinds.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
    )


def part(root, inner):
    """A part with its root element."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMES}>{inner}</w:{root}>'


def package(files, compression=zipfile.ZIP_DEFLATED):
    """A zip of names and contents."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def word_parts(body, relations=None, **parts):
    """The parts of a file: its body, and others such as numbering="<w:num …>", header1="…"."""
    roots = {"header": "hdr", "footer": "ftr"}
    related = {name: (name.rstrip("0123456789"), f"{name}.xml") for name in parts} | (relations or {})
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{DOCUMENT}"/></Types>'
        ),
        "_rels/.rels": relationships({"rId1": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": relationships(related),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{
            f"word/{name}.xml": part(roots.get(name.rstrip("0123456789"), name), inner) for name, inner in parts.items()
        },
    }


def word(body, relations=None, **parts):
    """The bytes of a file with these parts."""
    return package(word_parts(body, relations, **parts))


def p(*runs, style=None, number=None, properties=""):
    """A paragraph; a run is a text or XML; `number` is a pair of list and level."""
    chosen = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        chosen += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    chosen += properties
    words = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{chosen}</w:pPr>{words}</w:p>"


def r(text, properties=""):
    """A run."""
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{text}</w:t></w:r>'


def level(place, format_, text, inner=""):
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>'
        f'<w:lvlText w:val="{text}"/>{inner}</w:lvl>'
    )


def lists(*abstracts, overrides=None):
    """Lists 1, 2 …, each of its own levels; `overrides` are further lists: (number, list whose levels it has, XML)."""
    made = [f'<w:abstractNum w:abstractNumId="{i}">{inner}</w:abstractNum>' for i, inner in enumerate(abstracts, 1)]
    nums = [(i, i, "") for i in range(1, len(abstracts) + 1)] + list(overrides or ())
    made += [f'<w:num w:numId="{i}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>' for i, of, inner in nums]
    return "".join(made)


RULED = (
    "<w:tblBorders>"
    + "".join(f'<w:{edge} w:val="single"/>' for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
    + "</w:tblBorders>"
)


def table(*rows, properties=RULED):
    """A table; a row is a list of cells, a cell a text, XML, or a pair of properties and XML."""
    made = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{made}</w:tbl>"


def cell(content):
    """A cell of a table."""
    properties, inner = content if isinstance(content, tuple) else ("", content)
    inner = inner if inner.startswith("<") else p(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


_MARKER = re.compile(r"(?P<number>\d{1,3}|[IVX]{1,5}|[a-d])(?P<sign>[.)])[ \t]+(?=\S)")
_DIGITS = {"I": 1, "V": 5, "X": 10}


def word_of(text):
    """A text as people type it in Word: a line a paragraph, rows with tabs a table, numbers and letters automatic.

    A list goes on where the number is the next one, and begins anew at any other. Letters after "d" are typed, for
    Word's own alphabet has no "đ".
    """
    numbering = {}
    """Lists by format and sign: the last number, and the list."""
    nums = []
    body = []
    for is_row, group in groupby(text.split("\n"), key=lambda line: "\t" in line):
        if is_row:
            body.append(table(*([escape(cell) for cell in line.strip("\n").split("\t")] for line in group)))
        else:
            body.extend(_numbered(line, numbering, nums) for line in group)
    made = lists(*(level(0, format_, f"%1{sign}") for format_, sign in numbering), overrides=nums)
    return word("".join(body), numbering=made)


def _numbered(line, numbering, nums):
    found = _MARKER.match(line)
    if not found:
        return p(escape(line))
    words, sign = found["number"], found["sign"]
    format_, number = _counted(words)
    abstract, last, key = numbering.get((format_, sign), (len(numbering) + 1, None, 0))
    if number != (last or 0) + 1 or not key:
        key = 1000 + len(nums)
        start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{number}"/></w:lvlOverride>'
        nums.append((key, abstract, start))
    numbering[format_, sign] = (abstract, number, key)
    return p(escape(line[found.end() :]), number=(key, 0))


def _counted(words):
    """The format of a number, and what it counts to."""
    if words.isdecimal():
        return ("decimalZero", int(words)) if words.startswith("0") else ("decimal", int(words))
    if words.islower():
        return "lowerLetter", ord(words) - ord("a") + 1
    digits = [_DIGITS[letter] for letter in words]
    return "upperRoman", sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))
