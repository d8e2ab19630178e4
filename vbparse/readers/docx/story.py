"""A part of a Word file → lines of text, each with the number of its paragraph.

The elements of a part come one after the other; what is open (a paragraph, a cell, a text box) waits on a stack, so
that no depth of nesting costs more than another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from vbparse.readers.docx.fields import Fields
from vbparse.readers.docx.names import CHART, DIAGRAM, MATH, MC, PICTURE, VML, W, number, value, w
from vbparse.readers.docx.notes import Note
from vbparse.readers.docx.numbering import Numbering
from vbparse.readers.docx.package import Package
from vbparse.readers.docx.stretches import SOFT_HYPHEN, Stretch, in_unicode, stretch
from vbparse.readers.docx.styles import Letters, Numbered, Styles, borders_of, letters_of, numbered_of
from vbparse.readers.docx.symbols import symbol
from vbparse.readers.docx.tables import Cell, Row, Table, columns
from vbparse.shape import field, sketch
from vbparse.source import Piece

GAP = "    "
"""A tab between words: wide blanks part what stands side by side."""
_NUMBER = 8
"""Most characters of a number at the beginning of a paragraph; the tab after it is a blank."""
PAGE = "\x01"
"""Stands for the number of a page in a header or footer; XML allows no such character."""


class Left(NamedTuple):
    """Something that is no text or is not seen, and was left out."""

    times: int
    place: int
    """Of the first."""


@sketch
class Noticed:
    """What was noticed in all parts of a file."""

    left: dict[str, Left] = field(default_factory=dict)
    """By what it is called."""
    changes: Counter[str] = field(default_factory=Counter)
    """Insertions and deletions."""
    changed: int | None = None
    """The first paragraph with one."""
    older: dict[str, int] = field(default_factory=dict)
    """The first paragraph in each encoding of before Unicode."""

    def leave_out(self, what: str, place: int) -> None:
        """Something was left out at a place."""
        times, first = self.left.get(what, (0, place))
        self.left[what] = Left(times + 1, first)

    def change(self, what: str, place: int) -> None:
        """Something was inserted or deleted at a place."""
        self.changes[what] += 1
        self.changed = place if self.changed is None else self.changed


@sketch
class _Column:
    """Lines one below the other: the body, a cell, a text box, a note."""

    lines: list[Piece] = field(default_factory=list)
    carried: list[Stretch] = field(default_factory=list)
    """Words of a paragraph whose end was deleted: they belong to the next one."""
    cell: Cell | None = None
    """That it fills."""


@sketch
class _Paragraph:
    place: int
    style: str | None = None
    numbered: Numbered = Numbered()
    letters: Letters = Letters()
    """Of the run that is being read."""
    run_style: str | None = None
    is_hidden: bool = False
    """Whether its mark is: then nothing shows where it has no words."""
    is_joined: bool = False
    """Whether its mark was deleted."""
    words: list[Stretch] = field(default_factory=list)
    beside: list[Piece] = field(default_factory=list)
    """What stands in its text boxes."""


class Story:
    """Reads one part after the other; styles, lists and what was noticed are those of the whole file."""

    def __init__(self, package: Package, styles: Styles, numbering: Numbering) -> None:
        self.noticed = Noticed()
        self.notes: list[Note] = []
        """Those that the text refers to, in order."""
        self.sections: list[Element] = []
        """Their properties, in order."""
        self._package = package
        self._styles = styles
        self._numbering = numbering
        self._place = 0
        self._counts = False
        self._numbers: Counter[str] = Counter()
        """The last number of each kind of note."""
        self._texts: dict[tuple[str, str], list[str]] = {}

    def body(self, part: str) -> list[Piece]:
        """The lines of the main part; its paragraphs are counted as Word does, those of text boxes left out."""
        self._counts = True
        self._place = 0
        lines = self._read(part)
        self._counts = False
        return lines

    def lines_of(self, part: str, place: int) -> list[str]:
        """The lines of a header or footer that have words; `PAGE` stands where the number of a page does."""
        self._place = place
        return [piece.text for piece in self._read(part) if piece.text]

    def notes_of(self, part: str, place: int) -> dict[tuple[str, str], list[str]]:
        """The lines of the notes of a part by their kinds and ids."""
        self._place = place
        self._texts = {}
        self._read(part)
        return self._texts

    # --- one part ---------------------------------------------------------------------------------------------

    def _read(self, part: str) -> list[Piece]:
        self._columns = [_Column()]
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[Table] = []
        self._fields = Fields()
        self._choices: list[bool] = []
        """Whether a branch was taken, of each alternative that is open."""
        self._boxes = 0
        skipped = 0
        """Elements open in what is left out."""
        for event, element in self._package.elements(part, _KEPT):
            tag = element.tag
            if skipped:
                skipped += (event == "start") - (event == "end")
            elif event == "start":
                begin = _BEGIN.get(tag)
                skipped = int(bool(begin and begin(self, element)))
            else:
                end = (_WHOLE if event == "whole" else _END).get(tag)
                if end:
                    end(self, element)
        return self._closed()

    def _closed(self) -> list[Piece]:
        """The lines of the column on top, which ends."""
        column = self._columns.pop()
        if column.carried:
            column.lines.append(Piece(spread(self._joined(column.carried)), max(self._place, 1)))
        return column.lines

    def _leave_out(self, what: str) -> None:
        self.noticed.leave_out(what, max(self._place, 1))

    def _change(self, what: str) -> None:
        self.noticed.change(what, max(self._place, 1))

    # --- what begins; true: its content is left out ------------------------------------------------------------

    def _begin_paragraph(self, element: Element) -> None:
        self._package.count()
        self._place += self._counts and not self._boxes
        self._paragraphs.append(_Paragraph(place=max(self._place, 1), style=self._styles.paragraph(None)))

    def _begin_run(self, element: Element) -> None:
        if self._paragraphs:
            self._paragraphs[-1].letters = Letters()
            self._paragraphs[-1].run_style = None

    def _begin_table(self, element: Element) -> None:
        self._tables.append(Table())

    def _begin_row(self, element: Element) -> None:
        if self._tables:
            self._tables[-1].rows.append(Row(place=self._place + (self._counts and not self._boxes)))

    def _begin_cell(self, element: Element) -> None:
        cell = None
        if self._tables and self._tables[-1].rows:
            cell = Cell()
            self._tables[-1].rows[-1].cells.append(cell)
        self._columns.append(_Column(cell=cell))

    def _begin_box(self, element: Element) -> None:
        self._boxes += 1
        self._columns.append(_Column())

    def _begin_note(self, element: Element) -> None:
        self._columns.append(_Column())

    def _begin_insertion(self, element: Element) -> None:
        self._change("inserted")

    def _begin_deletion(self, element: Element) -> bool:
        self._change("deleted")
        return True

    def _begin_alternatives(self, element: Element) -> None:
        self._choices.append(False)

    def _begin_alternative(self, element: Element) -> bool:
        """The first branch is read, for all of them show the same."""
        was_taken = bool(self._choices) and self._choices[-1]
        if self._choices:
            self._choices[-1] = True
        return was_taken

    def _begin_simple_field(self, element: Element) -> None:
        self._fields.begin(element.get(f"{W}instr", ""))
        self._show_field()

    def _begin_object(self, element: Element) -> bool:
        self._leave_out("embedded object")
        return True

    # --- what ends ---------------------------------------------------------------------------------------------

    def _end_paragraph(self, element: Element) -> None:
        if not self._paragraphs:
            return
        paragraph, column = self._paragraphs.pop(), self._columns[-1]
        self._fields.end_codes()
        column.carried.extend(paragraph.words)
        if not paragraph.is_joined:
            words = self._joined(column.carried)
            column.carried.clear()
            column.lines.extend(self._as_lines(paragraph, words))
        column.lines.extend(paragraph.beside)

    def _joined(self, stretches: list[Stretch]) -> str:
        words, older = in_unicode(stretches)
        if older:
            self.noticed.older.setdefault(older, max(self._place, 1))
        return words

    def _as_lines(self, paragraph: _Paragraph, words: str) -> list[Piece]:
        """A paragraph with its number; none where nothing shows of it."""
        if paragraph.is_hidden and not words.strip():
            return []
        place = self._numbering.place(paragraph.numbered, paragraph.style)
        label = self._numbering.next_label(place) if place else ""
        self._package.count(len(label))
        lines = spread(label + words.lstrip(" \t") if label else words).split("\n")
        return [Piece(line.strip(), paragraph.place) for line in lines]

    def _end_table(self, element: Element) -> None:
        if self._tables:
            self._columns[-1].lines.extend(self._tables.pop().as_lines())

    def _end_row(self, element: Element) -> None:
        rows = self._tables[-1].rows if self._tables else []
        if rows and rows[-1].is_deleted:
            rows.pop()

    def _end_cell(self, element: Element) -> None:
        cell, lines = self._columns[-1].cell, self._closed()
        if cell:
            cell.lines = lines
        else:
            self._columns[-1].lines.extend(lines)

    def _end_box(self, element: Element) -> None:
        self._boxes -= 1
        lines = [piece for piece in self._closed() if piece.text]
        (self._paragraphs[-1].beside if self._paragraphs else self._columns[-1].lines).extend(lines)

    def _end_note(self, element: Element) -> None:
        kind = element.tag[len(W) :]
        self._texts[kind, element.get(f"{W}id", "")] = [piece.text for piece in self._closed() if piece.text]

    def _end_alternatives(self, element: Element) -> None:
        self._choices.pop()

    def _end_simple_field(self, element: Element) -> None:
        self._fields.end()

    # --- properties --------------------------------------------------------------------------------------------

    def _paragraph_properties(self, element: Element) -> None:
        paragraph = self._paragraphs[-1] if self._paragraphs else _Paragraph(place=0)
        paragraph.style = self._styles.paragraph(value(element, "pStyle"))
        paragraph.numbered = numbered_of(element)
        mark = element.find(f"{W}rPr")
        if mark is not None:
            paragraph.is_joined = mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
            run_style = value(mark, "rStyle")
            paragraph.is_hidden = bool(self._styles.letters(paragraph.style, run_style, letters_of(mark)).hidden)
            if paragraph.is_joined:
                self._change("deleted")
        section = element.find(f"{W}sectPr")
        if section is not None:
            self._section(section)

    def _run_properties(self, element: Element) -> None:
        if self._paragraphs:
            self._paragraphs[-1].letters = letters_of(element)
            self._paragraphs[-1].run_style = value(element, "rStyle")

    def _table_properties(self, element: Element) -> None:
        if self._tables:
            own = borders_of(element.find(f"{W}tblBorders"))
            self._tables[-1].borders = {**self._styles.borders(value(element, "tblStyle")), **own}

    def _row_properties(self, element: Element) -> None:
        if not self._tables or not self._tables[-1].rows:
            return
        row = self._tables[-1].rows[-1]
        row.before, row.after = columns(number(element, "gridBefore")), columns(number(element, "gridAfter"))
        row.is_deleted = element.find(f"{W}del") is not None
        if row.is_deleted:
            self._change("deleted")
        elif element.find(f"{W}ins") is not None:
            self._change("inserted")

    def _cell_properties(self, element: Element) -> None:
        cell = self._columns[-1].cell
        if cell is None:
            return
        cell.span = max(1, columns(number(element, "gridSpan")))
        merged = element.find(f"{W}vMerge")
        cell.goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        cell.borders = borders_of(element.find(f"{W}tcBorders"))

    def _section(self, element: Element) -> None:
        self._package.count()
        self.sections.append(element)

    # --- words -------------------------------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        """Put words to the paragraph, unless a field computes with them or nobody sees them."""
        if self._fields.hide or (self._fields.show_page and not self._counts):
            return
        self._package.count(len(text))
        if not self._paragraphs:
            self._columns[-1].lines.append(Piece(text.strip(), max(self._place, 1)))
            return
        paragraph = self._paragraphs[-1]
        letters = self._styles.letters(paragraph.style, paragraph.run_style, paragraph.letters)
        if letters.hidden:
            if text.strip():
                self._leave_out("hidden text")
            return
        paragraph.words.append(stretch(text, letters))

    def _text(self, element: Element) -> None:
        text = (element.text or "").replace("\n", " ")
        is_kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        self._write(text if is_kept else text.strip())

    def _tab(self, element: Element) -> None:
        self._write("\t")

    def _break(self, element: Element) -> None:
        self._write("\n")

    def _hyphen(self, element: Element) -> None:
        self._write("-")

    def _soft_hyphen(self, element: Element) -> None:
        self._write(SOFT_HYPHEN)

    def _symbol(self, element: Element) -> None:
        self._write(symbol(element.get(f"{W}char"), element.get(f"{W}font")))

    def _code(self, element: Element) -> None:
        self._fields.add(element.text or "")

    def _field(self, element: Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._show_field()
        elif kind == "end":
            self._fields.end()

    def _show_field(self) -> None:
        if self._fields.separate():
            self._page_number()

    def _page_number(self, element: Element | None = None) -> None:
        if self._paragraphs and not self._counts:
            self._paragraphs[-1].words.append(Stretch(PAGE))

    def _refer(self, element: Element) -> None:
        kind = element.tag[len(W) :].removesuffix("Reference")
        has_number = element.get(f"{W}customMarkFollows") not in ("1", "true", "on")
        self._numbers[kind] += has_number
        self.notes.append(Note(kind, element.get(f"{W}id", ""), self._numbers[kind] if has_number else None))
        self._write(self.notes[-1].mark)

    # --- what is no text ---------------------------------------------------------------------------------------

    def _picture(self, element: Element) -> None:
        self._leave_out("picture")

    def _chart(self, element: Element) -> None:
        self._leave_out("chart")

    def _diagram(self, element: Element) -> None:
        self._leave_out("diagram")

    def _comment(self, element: Element) -> None:
        self._leave_out("comment")

    def _other_document(self, element: Element) -> None:
        self._leave_out("embedded document")

    def _control(self, element: Element) -> None:
        self._leave_out("form control")

    def _word_art(self, element: Element) -> None:
        words = element.get("string", "").strip()
        if words and self._paragraphs:
            self._paragraphs[-1].beside.append(Piece(words, max(self._place, 1)))


def spread(words: str) -> str:
    """The words of a paragraph with blanks in the place of tabs; a tab would part cells."""
    if "\t" not in words:
        return words
    return "\n".join(_spread_line(line) for line in words.split("\n"))


def _spread_line(words: str) -> str:
    first, *others = words.strip().split("\t")
    if not others:
        return first
    blank = " " if len(first) <= _NUMBER else GAP
    return first + blank + GAP.join(others)


Handler = Callable[[Story, Element], bool | None]

_BEGIN: dict[str, Handler] = {
    f"{W}p": Story._begin_paragraph,
    f"{W}r": Story._begin_run,
    f"{W}tbl": Story._begin_table,
    f"{W}tr": Story._begin_row,
    f"{W}tc": Story._begin_cell,
    f"{W}txbxContent": Story._begin_box,
    f"{W}footnote": Story._begin_note,
    f"{W}endnote": Story._begin_note,
    f"{W}ins": Story._begin_insertion,
    f"{W}moveTo": Story._begin_insertion,
    f"{W}del": Story._begin_deletion,
    f"{W}moveFrom": Story._begin_deletion,
    f"{W}fldSimple": Story._begin_simple_field,
    f"{W}object": Story._begin_object,
    f"{MC}AlternateContent": Story._begin_alternatives,
    f"{MC}Choice": Story._begin_alternative,
    f"{MC}Fallback": Story._begin_alternative,
}
_END: dict[str, Handler] = {
    f"{W}p": Story._end_paragraph,
    f"{W}tbl": Story._end_table,
    f"{W}tr": Story._end_row,
    f"{W}tc": Story._end_cell,
    f"{W}txbxContent": Story._end_box,
    f"{W}footnote": Story._end_note,
    f"{W}endnote": Story._end_note,
    f"{W}fldSimple": Story._end_simple_field,
    f"{MC}AlternateContent": Story._end_alternatives,
}
_WHOLE: dict[str, Handler] = {
    f"{W}pPr": Story._paragraph_properties,
    f"{W}rPr": Story._run_properties,
    f"{W}tblPr": Story._table_properties,
    f"{W}trPr": Story._row_properties,
    f"{W}tcPr": Story._cell_properties,
    f"{W}sectPr": Story._section,
    f"{W}t": Story._text,
    f"{MATH}t": Story._text,
    f"{W}tab": Story._tab,
    f"{W}ptab": Story._tab,
    f"{W}br": Story._break,
    f"{W}cr": Story._break,
    f"{W}noBreakHyphen": Story._hyphen,
    f"{W}softHyphen": Story._soft_hyphen,
    f"{W}sym": Story._symbol,
    f"{W}instrText": Story._code,
    f"{W}fldChar": Story._field,
    f"{W}pgNum": Story._page_number,
    f"{W}footnoteReference": Story._refer,
    f"{W}endnoteReference": Story._refer,
    f"{W}commentReference": Story._comment,
    f"{W}altChunk": Story._other_document,
    f"{W}control": Story._control,
    f"{PICTURE}pic": Story._picture,
    f"{VML}imagedata": Story._picture,
    f"{VML}textpath": Story._word_art,
    f"{CHART}chart": Story._chart,
    f"{DIAGRAM}relIds": Story._diagram,
}
_KEPT = frozenset(_WHOLE) | w("sdtPr", "sdtEndPr", "tblGrid", "tblPrEx", "rubyPr")
"""Elements that are looked at when all of what they hold is there."""
