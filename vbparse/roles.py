"""Drafts → drafts with roles: what each clause is for, by heading words, place and inheritance.

The words are data (`grammars/roles.toml`); the inheritance is here. What neither tells stays null.
"""

from __future__ import annotations

from vbparse.grammar import Grammar, Rule
from vbparse.model import Part
from vbparse.organs import addressed_organ, names_many, organ_opening, subject_end
from vbparse.tree import BULLETS, Draft

_GROUP_RULES = frozenset({"tasks", "solutions", "purpose", "requirements", "targets"})
"""Heading words that name a task group when they stand under the section of tasks."""
_ORDERS = frozenset({"directive", "telegram", "official_letter", "notice"})
"""Documents that are all orders: an organ that a clause begins with is given work, without a heading that says so."""
_PROMULGATORS = frozenset({"decision", "resolution", "decree", "circular", "law"})


def assign_roles(drafts: list[Draft], part: Part, grammar: Grammar) -> list[Draft]:
    """The top drafts with roles set; the closing paragraphs are taken out of the last section."""
    drafts = _with_closing(drafts, grammar)
    _preamble(drafts)
    for draft in drafts:
        if draft.role is None:
            _assign(draft, "orders" if part.kind in _ORDERS else None, part.kind, grammar)
    return drafts


# --- before and after the sections --------------------------------------------------------------------------------


def _preamble(drafts: list[Draft]) -> None:
    """Paragraphs above the first numbered clause: legal bases, and what leads in."""
    first = next((i for i, draft in enumerate(drafts) if not _may_be_preamble(draft)), None)
    numbered = next((i for i, draft in enumerate(drafts) if draft.style != "text" and draft.kind not in BULLETS), None)
    if numbered and drafts[numbered - 1].kind == "paragraph":
        # Bullets above it are whom a letter or telegram is for.
        first = numbered
    if first is None:
        return
    for draft in drafts[:first]:
        is_basis = draft.is_basis and not draft.text.rstrip().endswith(":")
        if draft.kind in BULLETS and not is_basis:
            draft.role = "preamble"
        else:
            draft.kind, draft.role = ("basis", "legal_basis") if is_basis else ("preamble", "preamble")


def _may_be_preamble(draft: Draft) -> bool:
    return draft.kind == "paragraph" or (draft.kind in BULLETS and draft.text.startswith(("Căn cứ", "Theo đề nghị")))


def _with_closing(drafts: list[Draft], grammar: Grammar) -> list[Draft]:
    """Paragraphs that close the document stand beside its sections, not in the last of them."""
    if not drafts or not any(draft.style != "text" for draft in drafts):
        return drafts
    trailing: list[Draft] = []
    for draft in reversed([d for top in drafts for d in top.walk()]):
        if draft.kind != "paragraph" or draft.parent is None or _is_inline(draft):
            break
        trailing.insert(0, draft)
    cue = grammar.rules("letterhead").pattern("closing")
    first = next((i for i, draft in enumerate(trailing) if cue.match(draft.text)), None)
    if first is None and trailing and _only_closes(trailing[-1]):
        first = len(trailing) - 1
    if first is None:
        return drafts
    for draft in trailing[first:]:
        if draft.parent is not None and draft.parent.kind != "root":
            draft.parent.children.remove(draft)
            if not draft.parent.children:
                draft.parent.heading = None
            drafts = [*drafts, draft]
        draft.kind, draft.role, draft.parent = "closing", "closing", None
    return drafts


def _is_inline(draft: Draft) -> bool:
    """Whether a paragraph stands on its heading's line."""
    return draft.parent is not None and bool(draft.parent.lines) and draft.lines[0] == draft.parent.lines[0]


def _only_closes(draft: Draft) -> bool:
    """Whether a last paragraph with the end mark comes after the content of its section."""
    siblings = draft.parent.children if draft.parent else []
    return draft.text.endswith("./.") and len(siblings) > 1 and siblings[0] is not draft


# --- inside the sections ------------------------------------------------------------------------------------------


def _assign(draft: Draft, inherited: str | None, genre: str, grammar: Grammar) -> None:
    """Give a draft its role, and its children what they inherit from it."""
    gives = inherited
    if draft.kind != "field" and draft.role is None:
        draft.role, gives = _role(draft, inherited, genre, grammar)
    for child in draft.children:
        _assign(child, gives, genre, grammar)


def _role(draft: Draft, inherited: str | None, genre: str, grammar: Grammar) -> tuple[str | None, str | None]:
    """A draft's role and the role that its children inherit."""
    rule = _heading_rule(draft, grammar)
    if draft.kind == "article":
        role = "decision_article" if genre in _PROMULGATORS - {"decree", "circular", "law"} else None
        return role, role
    if inherited in ("implementation", "duty", "orders") and _names_organ(draft, grammar):
        return ("duty", "duty") if inherited == "duty" else ("agency_assignment", "duty")
    if inherited == "task" and _is_organ_alone(draft, grammar) and _has_like(draft, grammar):
        return "agency_assignment", "duty"
    if inherited == "task" and (rule is None or rule.name in _GROUP_RULES):
        return _task_role(draft, rule is not None and rule.name == "tasks")
    if inherited == "task_children":
        is_lead_in = draft.kind == "paragraph" and draft.text.endswith(":")
        return "tasks" if is_lead_in else "task", "task_children"
    if rule is not None and inherited not in ("duty",):
        return rule.name, str(rule["gives"])
    if draft.kind == "section" or inherited == "orders":
        return None, inherited if inherited == "orders" else None
    return inherited, inherited


def _task_role(draft: Draft, is_section: bool) -> tuple[str, str]:
    """Under the section of tasks: a heading with content is a group, a whole sentence a task."""
    if draft.kind == "paragraph":
        return "tasks", "task_children"
    content = [child for child in draft.children if child.kind not in ("subbullet",)]
    if draft.kind not in BULLETS and content and draft.heading:
        deeper = any(child.heading and child.children for child in draft.children)
        if is_section and deeper:
            return "tasks", "task"
        return "task_group", "task" if deeper else "task_children"
    return "task", "task_children"


def _heading_rule(draft: Draft, grammar: Grammar) -> Rule | None:
    """The rule for a heading's words; running text has none."""
    if draft.heading is None or len(draft.heading) > 200:
        return None
    roles = grammar.rules("roles")
    found = roles.union.match(draft.heading)
    return roles.which(found) if found else None


def _has_like(draft: Draft, grammar: Grammar) -> bool:
    """Whether another heading beside it names organs too: a list of organs, not a subject that looks like one."""
    siblings = draft.parent.children if draft.parent else []
    return any(_is_organ_alone(sibling, grammar) for sibling in siblings if sibling is not draft)


def _is_organ_alone(draft: Draft, grammar: Grammar) -> bool:
    """Whether a heading is nothing but the names of organs."""
    heading = draft.heading
    if heading is None:
        return False
    start = organ_opening(heading, grammar)
    if start < 0:
        return False
    end = subject_end(heading, start, grammar)
    is_list = heading[end : end + 1] == ":" and names_many(heading[:end], heading[end + 1 :], grammar)
    return is_list or (end == len(heading) and len(heading) < 200)


def _names_organ(draft: Draft, grammar: Grammar) -> bool:
    """Whether a clause under "Tổ chức thực hiện" gives work to the organs it begins with."""
    text = draft.heading or draft.text
    if draft.kind in ("paragraph", "table", "subbullet"):
        return False
    start = organ_opening(text, grammar)
    if start < 0:
        return addressed_organ(text, 0, grammar) >= 0
    end = subject_end(text, start, grammar)
    return end - start <= 400 and (draft.heading is not None or end < len(text))
