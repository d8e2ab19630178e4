"""The program's own words for people, in English and Vietnamese: `grammars/wording.tsv`."""

from __future__ import annotations

import os

from vbparse.grammar import default_grammar


def default_language() -> str:
    """ "vi" where the locale is Vietnamese, else "en"."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "vi" if locale.lower().startswith("vi") else "en"


def wording(language: str) -> dict[str, str]:
    """The words of a language, by their key."""
    return {row["key"]: row[language] for row in default_grammar().table("wording")}
