"""What a shape is: a frozen, slotted dataclass that costs little to declare.

A dataclass writes six methods for each class when its module is imported, which took longer than parsing a page.
Here five are shared by all shapes, and the sixth, `__init__`, is written when a class has been called often.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

Shape = TypeVar("Shape")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def shape(cls: type[Shape]) -> type[Shape]:
    """A frozen, slotted, keyword-only dataclass."""
    for method in (__init__, __repr__, __eq__, __hash__, __setattr__, __delattr__, __setstate__):
        if method.__name__ not in vars(cls):
            setattr(cls, method.__name__, method)
    return dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)


_OFTEN = 30
"""Calls from which on a class has an `__init__` of its own: to write one takes as long as thirty calls without."""
_CALLS: Counter[type] = Counter()


def __init__(self: Any, **values: Any) -> None:
    """For the first calls of a class; half the shapes of a plan are never made oftener."""
    cls = type(self)
    _CALLS[cls] += 1
    if _CALLS[cls] > _OFTEN:
        cls.__init__ = _initializer(cls)
        cls.__init__(self, **values)
        return
    for one in fields(cls):
        value = values.pop(one.name, one.default)
        if value is MISSING:
            raise TypeError(f"{cls.__qualname__} lacks {one.name}")
        getattr(cls, one.name).__set__(self, value)
    if values:
        raise TypeError(f"{cls.__qualname__} has no {', '.join(values)}")


def _initializer(cls: Any) -> Any:
    """The function that a dataclass would have, made from its fields."""
    names: dict[str, Any] = {}
    for one in fields(cls):
        # The slots themselves take a value; the class's own way refuses.
        names |= {f"set_{one.name}": getattr(cls, one.name).__set__, f"default_{one.name}": one.default}
    parameters = (one.name if one.default is MISSING else f"{one.name}=default_{one.name}" for one in fields(cls))
    body = "; ".join(f"set_{one.name}(self, {one.name})" for one in fields(cls))
    exec(f"def __init__(self, *, {', '.join(parameters)}): {body}", names)
    return names["__init__"]


def __repr__(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def __eq__(self: Any, other: Any) -> bool:
    if type(self) is not type(other):
        return NotImplemented
    return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)


def __hash__(self: Any) -> int:
    return hash(tuple(getattr(self, name) for name in self.__slots__))


def __setattr__(self: Any, name: str, value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __setstate__(self: Any, state: tuple[None, dict[str, Any]]) -> None:
    """For `copy` and `pickle`."""
    for name, value in state[1].items():
        object.__setattr__(self, name, value)
