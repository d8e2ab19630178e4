"""The program's own words for people, in English and Vietnamese: `grammars/wording.tsv`."""

from __future__ import annotations

import os

from vbparse.check.catalog import find_rule
from vbparse.grammar import default_grammar
from vbparse.model import Diagnostic
from vbparse.source import Remark


def default_language() -> str:
    """ "vi" where the locale is Vietnamese, else "en"."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "vi" if locale.lower().startswith("vi") else "en"


def wording(language: str) -> dict[str, str]:
    """The words of a language, by their key."""
    return {row["key"]: row[language] for row in default_grammar().table("wording")}


def remark_words(found: Remark | Diagnostic, language: str) -> str:
    """What reading noticed, in a language."""
    return find_rule(found.code).tell(found.values or {}, language)
