"""What a shape is: a frozen, slotted, keyword-only dataclass that costs little to declare.

A dataclass writes six methods for each class when its module is imported, and to import `dataclasses` takes as long as
to read a page. Here five methods are shared by all shapes, the sixth, `__init__`, is written when a class has been
called often, and what `dataclasses` knows of a class is made when somebody asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, dataclass_transform

Shape = TypeVar("Shape")

_REQUIRED: Any = object()
"""Default of a field that has none."""


class _Field(NamedTuple):
    """What a class says of a field beside its type."""

    default: Any = _REQUIRED
    factory: Callable[[], Any] | None = None
    shown: bool = True


def field(*, default: Any = _REQUIRED, default_factory: Callable[[], Any] | None = None, repr: bool = True) -> Any:
    """What a field has beside its type, as in `dataclasses`; a factory is for sketches, whose values can change."""
    return _Field(default, default_factory, repr)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def shape(cls: type[Shape]) -> type[Shape]:
    """A frozen, slotted, keyword-only dataclass."""
    declared = _declared(cls)
    own = {name: value for name, value in vars(cls).items() if name not in (*declared, "__dict__", "__weakref__")}
    shared = (__init__, __repr__, __eq__, __hash__, __setattr__, __delattr__, __setstate__)
    methods: dict[str, Any] = {method.__name__: method for method in shared}
    made: Any = type(cls.__name__, cls.__bases__, {**methods, **own, **_ASKED, "__slots__": tuple(declared)})
    made.__qualname__ = cls.__qualname__
    made.__fields__ = declared
    found: type[Shape] = made
    return found


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
def sketch(cls: type[Shape]) -> type[Shape]:
    """The same while it is being made: fields can be set, and only what is itself is equal."""
    made: Any = cls
    made.__fields__ = _declared(cls)
    made.__init__ = __init__
    return cls


def names_of(cls: type) -> tuple[str, ...]:
    """Names of the fields of a shape, in their order."""
    names: tuple[str, ...] = tuple(vars(cls)["__fields__"])
    return names


def replace(old: Shape, /, **values: Any) -> Shape:
    """A shape like another but for some values."""
    cls: Any = type(old)
    kept = {name: getattr(old, name) for name in cls.__fields__ if name not in values}
    made: Shape = cls(**kept, **values)
    return made


def _declared(cls: type) -> dict[str, _Field]:
    """The fields of a class by name; its types are words, which nobody has to understand yet."""
    declared = {}
    for name, kind in cls.__annotations__.items():
        if not str(kind).startswith(("ClassVar", "typing.ClassVar")):
            said = vars(cls).get(name, _REQUIRED)
            declared[name] = said if isinstance(said, _Field) else _Field(said)
    return declared


class _Asked:
    """An attribute by which `dataclasses` knows its own; made, with the others, when one of them is asked for."""

    def __set_name__(self, cls: type, name: str) -> None:
        self.name = name

    def __get__(self, one: object, cls: Any) -> Any:
        import dataclasses

        body: dict[str, Any] = {"__annotations__": cls.__annotations__, "__module__": cls.__module__, "__doc__": ""}
        for name, (default, _, shown) in cls.__fields__.items():
            body[name] = dataclasses.field(repr=shown, default=dataclasses.MISSING if default is _REQUIRED else default)
        twin: Any = dataclasses.dataclass(init=False, eq=False, kw_only=True)(type(cls.__name__, (), body))
        for name in _ASKED:
            setattr(cls, name, getattr(twin, name))
        return getattr(cls, self.name)


_ASKED = {name: _Asked() for name in ("__dataclass_fields__", "__dataclass_params__")}


# --- methods of shapes --------------------------------------------------------------------------------------------

_OFTEN = 60
"""Calls from which on a class has an `__init__` of its own: to write one takes as long as so many calls without."""
_CALLS: Counter[type] = Counter()


def __init__(self: Any, **values: Any) -> None:
    """For the first calls of a class; half the shapes of a plan are never made oftener."""
    cls = type(self)
    _CALLS[cls] += 1
    if _CALLS[cls] > _OFTEN:
        cls.__init__ = _initializer(cls)
        cls.__init__(self, **values)
        return
    for name, (default, factory, _) in cls.__fields__.items():
        value = values.pop(name) if name in values else factory() if factory else default
        if value is _REQUIRED:
            raise TypeError(f"{cls.__qualname__} lacks {name}")
        object.__setattr__(self, name, value)
    if values:
        raise TypeError(f"{cls.__qualname__} has no {', '.join(values)}")


def _initializer(cls: Any) -> Any:
    """The function that a dataclass would have, made from its fields."""
    names: dict[str, Any] = {"made": lambda factory, value: factory() if value is _REQUIRED else value}
    parameters, body = [], []
    for name, (default, factory, _) in cls.__fields__.items():
        is_required = default is _REQUIRED and factory is None
        names |= {f"default_{name}": default, f"factory_{name}": factory}
        parameters.append(name if is_required else f"{name}=default_{name}")
        value = f"made(factory_{name}, {name})" if factory else name
        # The slots themselves take a value; the class's own way refuses.
        if "__slots__" in vars(cls):
            names[f"set_{name}"] = getattr(cls, name).__set__
            body.append(f"set_{name}(self, {value})")
        else:
            body.append(f"self.{name} = {value}")
    exec(f"def __init__(self, *, {', '.join(parameters)}): {'; '.join(body)}", names)
    return names["__init__"]


def __repr__(self: Any) -> str:
    fields = type(self).__fields__.items()
    shown = (f"{name}={getattr(self, name)!r}" for name, about in fields if about.shown)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def __eq__(self: Any, other: Any) -> bool:
    if type(self) is not type(other):
        return NotImplemented
    return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)


def __hash__(self: Any) -> int:
    return hash(tuple(getattr(self, name) for name in self.__slots__))


def __setattr__(self: Any, name: str, value: Any) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def __setstate__(self: Any, state: tuple[None, dict[str, Any]]) -> None:
    """For `copy` and `pickle`."""
    for name, value in state[1].items():
        object.__setattr__(self, name, value)
