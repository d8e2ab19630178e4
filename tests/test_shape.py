"""A shape is what a frozen dataclass would be, declared more cheaply."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

import vbparse.shape
from vbparse.shape import field, shape, sketch


@shape
class Point:
    x: int
    y: int = 2
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    x: int
    y: int = 2
    hidden: str = dataclasses.field(default="", repr=False)


@pytest.fixture(params=[Point, Plain], ids=["shape", "dataclass"])
def kind(request):
    """Every law here is one of dataclasses too."""
    return request.param


def test_fields_have_their_values_and_defaults(kind):
    point = kind(x=1)
    assert (point.x, point.y, point.hidden) == (1, 2, "")
    assert kind(x=1, y=3).y == 3


@pytest.mark.parametrize(("arguments", "values"), [((), {}), ((1,), {}), ((), {"x": 1, "z": 1})])
def test_a_wrong_call_is_refused_at_first_and_later(kind, arguments, values):
    for _ in range(100):
        with pytest.raises(TypeError):
            kind(*arguments, **values)
        assert kind(x=1).x == 1


def test_only_a_shape_that_is_made_often_has_an_initializer_of_its_own():
    @shape
    class Rare:
        x: int

    shared = Rare.__init__
    assert [Rare(x=x).x for x in range(60)] == list(range(60))
    assert Rare.__init__ is shared
    assert [Rare(x=x).x for x in range(3)] == [0, 1, 2]
    assert Rare.__init__ is not shared


def test_nothing_can_be_set_added_or_deleted(kind):
    point = kind(x=1)
    for change in (lambda: setattr(point, "x", 2), lambda: setattr(point, "z", 2), lambda: delattr(point, "x")):
        with pytest.raises((FrozenInstanceError, TypeError)):
            change()
    assert point.x == 1 and not hasattr(point, "__dict__")


def test_equal_fields_make_equal_shapes_of_one_class(kind):
    assert kind(x=1) == kind(x=1, y=2) and hash(kind(x=1)) == hash(kind(x=1, y=2))
    assert kind(x=1) != kind(x=2) and kind(x=1) != kind(x=1, hidden="h")
    assert Point(x=1) != Plain(x=1) and Point(x=1) != (1, 2, "")


def test_its_words_are_its_fields_but_hidden_ones(kind):
    assert repr(kind(x=1)) == f"{kind.__name__}(x=1, y=2)"


def test_copies_are_equal(kind):
    point = kind(x=1, hidden="h")
    assert copy.copy(point) == copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point
    assert replace(point, x=5) == kind(x=5, hidden="h")


def test_another_value_makes_another_shape():
    point = Point(x=1, hidden="h")
    assert vbparse.shape.replace(point, x=5) == Point(x=5, hidden="h") and point.x == 1
    with pytest.raises(TypeError):
        vbparse.shape.replace(point, z=5)


def test_dataclasses_knows_a_shape_when_it_is_asked():
    names = [(one.name, one.default, one.repr, one.kw_only) for one in dataclasses.fields(Point)]
    assert names == [(one.name, one.default, one.repr, one.kw_only) for one in dataclasses.fields(Plain)]
    assert dataclasses.is_dataclass(Point(x=1)) and dataclasses.asdict(Point(x=1)) == {"x": 1, "y": 2, "hidden": ""}


def test_a_sketch_can_be_filled_in_and_its_lists_are_its_own():
    @sketch
    class Draft:
        x: int
        below: list[int] = field(default_factory=list)

    for _ in range(100):
        draft = Draft(x=1)
        draft.below.append(draft.x)
        draft.x = 2
        assert (draft.x, draft.below) == (2, [1]) and draft != Draft(x=2, below=[1])
    with pytest.raises(TypeError):
        Draft(below=[])
