"""Provinces in text, and names of organs written out with their place.

The 63 and 34 provinces are data (`grammars/provinces.tsv`): Nghị quyết 202/2025/QH15 and what followed it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vbparse.fold import fold
from vbparse.grammar import Grammar, Pattern, compile_pattern

_SHORT = (
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("Uỷ ban", "Ủy ban"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("UBTVQH", "Ủy ban Thường vụ Quốc hội"),
)
_LEVEL = re.compile(r"(?i:tỉnh|thành phố)\s")
_NAME = 40
"""No name of a province is longer, in characters."""
_TITLE = 3
"""Most words of a position before an organ's name."""
_ENDS_IN_LEVEL = re.compile(r"(?:^|\s)(?P<level>[Tt]ỉnh|[Tt]hành phố)$")


@lru_cache(maxsize=4)
def _provinces(grammar: Grammar) -> tuple[Pattern, dict[str, str], dict[str, str]]:
    """A pattern for every name, the plain name by folded form, and the type ("tỉnh") by plain name."""
    names: dict[str, str] = {}
    types: dict[str, str] = {}
    for row in grammar.table("provinces"):
        types[row["name"]] = row["type"]
        for form in (row["name"], *row["aliases"].split("|")):
            if len(form) > 3 or form == row["name"]:
                names.setdefault(fold(form), row["name"])
    forms = _written(grammar)
    variants = forms | {form.upper() for form in forms}
    longest = sorted(variants, key=lambda form: (-len(form), form))
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"
    return compile_pattern(pattern, "provinces.tsv"), names, types


def _written(grammar: Grammar) -> set[str]:
    """Names and aliases of all provinces, but for abbreviations."""
    rows = grammar.table("provinces")
    aliases = {form for row in rows for form in row["aliases"].split("|") if len(form) > 3}
    return aliases | {row["name"] for row in rows}


def find_province(text: str, grammar: Grammar) -> str | None:
    """Plain name of the first province that a text names in title case or capitals, or null."""
    pattern, names, _ = _provinces(grammar)
    found = pattern.search(text)
    return names.get(fold(found[0])) if found else None


def find_provinces(text: str, grammar: Grammar) -> list[tuple[int, int, str]]:
    """(start, end, plain name) of every province that a text names."""
    pattern, names, _ = _provinces(grammar)
    return [(m.start(), m.end(), names[fold(m[0])]) for m in pattern.finditer(text)]


def with_level(province: str, grammar: Grammar) -> str:
    """A province's plain name with what it is: "tỉnh Bến Tre", "thành phố Hải Phòng"."""
    kind = _provinces(grammar)[2][province]
    return province if _LEVEL.match(f"{province} ") else f"{kind} {province}"


def is_name_cut(before: str, after: str, grammar: Grammar) -> bool:
    """Whether the name of a province, or the country's, begins in one line and ends in the next: "tỉnh Lạng⏎Sơn;"."""
    first, rest = before[-_NAME:].split(), after[:_NAME].split()
    pieces = _pieces(grammar)
    for count in range(1, min(3, len(first)) + 1):
        ends = pieces.get(fold(" ".join(first[-count:])), ())
        if any(fold(" ".join(rest[: end.count(" ") + 1]).rstrip(".,;:")) == end for end in ends):
            return first[-count][0].isupper() and rest[0][0].isupper()
    return False


@lru_cache(maxsize=4)
def _pieces(grammar: Grammar) -> dict[str, frozenset[str]]:
    """How names of provinces may go on, by how they begin; both folded."""
    found: dict[str, set[str]] = {}
    names = [form for row in grammar.table("provinces") for form in (row["name"], *row["aliases"].split("|"))]
    for name in (*names, *grammar.words("country")):
        words = fold(_LEVEL.sub("", name, count=1) if _LEVEL.match(name) else name).split()
        for cut in range(1, len(words)):
            found.setdefault(" ".join(words[:cut]), set()).add(" ".join(words[cut:]))
    return {begins: frozenset(ends) for begins, ends in found.items()}


def find_named(text: str, province: str, grammar: Grammar) -> list[tuple[int, int]]:
    """(start, end) of every place where a text names a province by its plain name; most paragraphs do not."""
    if not any(form in text for form in _forms(province, grammar)):
        return []
    return [(start, end) for start, end, name in find_provinces(text, grammar) if name == province]


@lru_cache(maxsize=16)
def _forms(province: str, grammar: Grammar) -> tuple[str, ...]:
    """How a province is written, by the names that `find_provinces` knows."""
    names = _provinces(grammar)[1]
    forms = [form for form in _written(grammar) if names[fold(form)] == province]
    return (*forms, *(form.upper() for form in forms))


def province_of_place(text: str, grammar: Grammar) -> str | None:
    """Province of a place line, which before 2020 often named the provincial capital."""
    named = find_province(text, grammar)
    if named:
        return named
    return _capitals(grammar).get(fold(text.strip()))


@lru_cache(maxsize=4)
def _capitals(grammar: Grammar) -> dict[str, str]:
    """Plain name of the province by the folded name of its capital; the first of the registry where two share one."""
    found: dict[str, str] = {}
    for row in grammar.table("provinces"):
        for place in filter(None, row["place_line"].split("|")):
            found.setdefault(fold(place), row["name"])
    return found


def written_out(name: str, province: str | None, grammar: Grammar) -> str:
    """An organ's name without short forms, in ordinary capitals, with its province.

    >>> from vbparse.grammar import default_grammar
    >>> written_out("UBND tỉnh", "Bắc Giang", default_grammar())
    'Ủy ban nhân dân tỉnh Bắc Giang'
    """
    name = " ".join(name.split()).strip(" .,;:")
    is_upper = name.isupper()
    for short, full in _SHORT:
        name = re.sub(rf"(?<!\w){short}(?!\w)", full.upper() if is_upper else full, name)
    if is_upper:
        name = _in_lower_case(name, grammar)
    words = name.split()
    if not words:
        return name
    level = _ENDS_IN_LEVEL.search(name)
    if level and province:
        own = "" if _LEVEL.match(f"{province} ") else f"{level['level'].lower()} "
        return f"{name[: level.start('level')]}{own}{province}"
    if " ".join(words[-2:]) in ("Tỉnh ủy", "Thành ủy", "Tỉnh uỷ", "Thành uỷ", "Tỉnh đoàn", "Thành đoàn") and province:
        return f"{name} {province}"
    return (
        re.sub(r"\b(Thành phố|Tỉnh)(?= \w)", lambda m: m[0].lower(), name)
        if " " in name and not name.startswith(("Thành phố", "Tỉnh"))
        else name
    )


def _in_lower_case(name: str, grammar: Grammar) -> str:
    """Capitals to ordinary writing: registry names and provinces as they are written, other words by their use."""
    words = [word.capitalize() for word in name.split()]
    small = grammar.words("small")
    pairs = zip(["", *words], words, strict=False)
    plain = " ".join(word.lower() if _is_lower(before, word, small) else word for before, word in pairs)
    for start, end, province in reversed(find_provinces(name, grammar)):
        level = _LEVEL.match(name, start, end)
        prefix = level[0].lower() if level and not _LEVEL.match(province) else ""
        plain = f"{plain[:start]}{prefix}{province}{plain[end:]}"
    return _organ_case(_registered(plain.split(), grammar))


def _registered(words: list[str], grammar: Grammar) -> str:
    """The words, the longest registered name in them as it is registered; a position ("Bộ trưởng") may stand before."""
    known, longest = _organ_names(grammar)
    keys = [fold(word) for word in words]
    for length in range(min(longest, len(words)), 1, -1):
        for start in range(min(_TITLE, len(words) - length) + 1):
            if registered := known.get(" ".join(keys[start : start + length])):
                return " ".join([*words[:start], registered, *words[start + length :]])
    return " ".join(words)


@lru_cache(maxsize=4)
def _organ_names(grammar: Grammar) -> tuple[dict[str, str], int]:
    """Names of the registry of organs by their folded form, and how many words the longest has."""
    known = {fold(row["name"]): row["name"] for row in grammar.table("organs")}
    return known, max(len(name.split()) for name in known)


def _is_lower(before: str, word: str, small: tuple[str, ...]) -> bool:
    """Whether a word of an organ's name is written small: "phố" only after "thành"."""
    return bool(before) and word.lower() in small and (word.lower() != "phố" or before.lower() == "thành")


def _organ_case(name: str) -> str:
    return (
        name.replace("ủy ban nhân dân", "Ủy ban nhân dân")
        .replace("Ủy Ban", "Ủy ban")
        .replace("Hội Đồng", "Hội đồng")
        .replace("Chủ Tịch", "Chủ tịch")
    )
