"""docs/records.md says what the shapes say, and the shapes say what every field means."""

import re
from typing import Literal

import pytest
from write_records_doc import (
    PAGE,
    Example,
    abridged,
    field_docs,
    field_rows,
    field_types,
    lay_out,
    page,
    record_shapes,
    section,
    shape_words,
)

from vbparse.model import Agency, shape


def test_the_page_is_as_the_shapes_and_the_texts_have_it():
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/records.md is stale: run make docs"


@pytest.mark.parametrize("record", record_shapes(), ids=lambda record: record.__name__)
def test_every_field_says_what_it_means(record):
    silent = [name for name in field_types(record) if not field_docs(record).get(name)]
    assert silent == [], f"put a docstring under each of these fields of {record.__name__}"
    assert not str(record.__doc__).startswith(f"{record.__name__}("), "a dataclass without a docstring makes up its own"


def test_every_record_has_its_section_and_every_link_leads_to_one():
    text = PAGE.read_text(encoding="utf-8")
    sections = re.findall("^## (.+)$", text, re.MULTILINE)
    assert {record.__name__ for record in record_shapes()} <= set(sections)
    assert set(re.findall(r"\]\(#(.+?)\)", text)) <= {name.lower() for name in sections}


@shape
class Product:
    """What comes of a task."""

    name: str
    """As written,
    on one line."""
    unit: Literal["km", "%"] | None = None
    owners: tuple[Agency, ...] = ()
    """Who answers | for it."""
    hidden: int = 0

    HIDDEN = frozenset({"hidden"})
    OMITTED_WHEN_NULL = frozenset({"unit", "owners"})


def test_a_shape_is_told_field_by_field():
    assert list(field_rows(Product)) == [
        ("`name`", "string", "As written, on one line."),
        ("`unit`", "`km`, `%` or null", "Left out if null."),
        ("`owners`", "list of [Agency](#agency)", "Who answers | for it. Left out if null."),
    ]
    assert shape_words(dict[str, int | None]) == "object of integer or null"


def test_a_section_without_example_says_so():
    told = section("Product", Product.__doc__, field_rows(Product), None)
    assert told.endswith("\nNo text of this repository has one.\n")
    assert r"Who answers \| for it." in told


def test_an_example_is_cut_where_it_is_long():
    span = {"start": 0, "end": 1, "line": 1, "column": 1, "end_line": 1}
    agency = {"name": "Sở Y tế", "span": span, "parent": {"name": "UBND"}}
    data = {"text": "dài " * 40, "nodes": ["x", "y", "z"], "lead": [agency, agency], "span": span}
    assert abridged(data) == {
        "text": f"{'dài ' * 18}dài…",
        "nodes": ["x", "y", "…"],
        "lead": [{"name": "Sở Y tế", "span": span, "parent": "…"}, "…"],
        "span": span,
    }
    told = section("Agency", "An organ.", [], Example({"name": "Sở Y tế"}, "samples/x.txt", 7, 1))
    assert told.endswith('\nLine 7 of `samples/x.txt`:\n\n```json\n{"name": "Sở Y tế"}\n```\n')


def test_json_that_fits_stands_on_one_line():
    assert lay_out({"đơn vị": ["km"]}) == '{"đơn vị": ["km"]}'
    assert lay_out({"x": ["w" * 60, "v" * 60]}).splitlines()[1:4] == [
        '  "x": [',
        f'    "{"w" * 60}",',
        f'    "{"v" * 60}"',
    ]
