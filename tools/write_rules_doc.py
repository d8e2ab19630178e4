"""Write docs/rules/: a page for each check rule, in English and in Vietnamese, and a list of them all.

usage: write_rules_doc.py
"""

from __future__ import annotations

from pathlib import Path

from vbparse.check import catalog, explain_rule
from vbparse.check.catalog import SEVERITIES, Language, RuleInfo

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
HOMES: dict[Language, str] = {"en": "", "vi": "vi/"}
"""Where the pages of a language stand in the folder."""
INTRO: dict[Language, str] = {
    "en": """\
# The rules of `vbparse check`

`make docs` writes these pages from `grammars/checks/`; `vbparse rules CODE` prints the same. \
How rules are chosen, weighed and suppressed: [check.md](../check.md). Bằng tiếng Việt: [vi/](vi/README.md).

| code | name | severity | what it finds | fix |
|---|---|---|---|---|
""",
    "vi": """\
# Các quy tắc của `vbparse check`

`make docs` tạo các trang này từ `grammars/checks/`; `vbparse rules MÃ --lang vi` in ra cùng nội dung. \
Tiếng Anh: [../](../README.md).

| mã | tên | mức độ | phát hiện | tự sửa |
|---|---|---|---|---|
""",
}
FIXES = {"safe": "`--fix`", "unsafe": "`--unsafe-fixes`", None: ""}
"""The option by which a rule's findings are mended, if any can be."""


def main() -> None:
    wanted = pages()
    for path in FOLDER.rglob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[Path, str]:
    """Every page of the folder, by its path."""
    found = {}
    for language, home in HOMES.items():
        found[FOLDER / f"{home}README.md"] = INTRO[language] + "".join(_row(rule, language) for rule in catalog())
        for rule in catalog():
            found[FOLDER / f"{home}{rule.code}.md"] = f"{explain_rule(rule.code, language)}\n"
    return found


def _row(rule: RuleInfo, language: Language) -> str:
    cells = (
        f"[{rule.code}]({rule.code}.md)",
        f"`{rule.name}`",
        SEVERITIES[language][rule.severity],
        rule.title[language],
        FIXES[rule.fix],
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


if __name__ == "__main__":
    main()
