"""The program's own words for people, in English and Vietnamese."""

from __future__ import annotations

import os

_WORDS = {
    "en": {
        "genre": "genre", "document": "document", "number": "number", "date": "date", "issued by": "issued by",
        "signed for": "decided by", "title": "title", "province": "province", "attached to": "attached to",
        "blank": "blank", "none": "none", "inferred": "inferred", "outline": "Outline", "tasks": "Tasks",
        "task": "task", "lead": "lead", "coordinating": "coordinating", "time": "time", "assignments": "Assignments",
        "organ": "organ", "duties": "duties", "records": "Records", "left": "LEFT", "right": "RIGHT",
        "matched": "Clauses that correspond", "assignment": "What differs in assignment", "field": "field",
        "only left": "Only in the left plan", "only right": "Only in the right plan", "counts": "Counts",
        "identical": "identical", "local": "same but for local names", "reworded": "reworded", "partial": "partial",
        "split": "split", "merged": "merged", "counterpart": "counterpart", "moved": "moved", "certain": "certain",
        "likely": "likely", "possible": "possible", "nothing": "nothing", "lead_agency": "lead",
        "coordinating_agencies": "coordinating", "citation": "document", "same": "same", "different": "different",
        "renamed": "renamed", "added": "added", "dropped": "dropped", "lineage": "lineage", "under": "under",
        "clauses": "clauses", "newer": "newer", "documents": "documents", "coverage": "in", "clause": "clause",
        "news": "This is a news page, not a plan", "about": "about", "unknown": "This is no document that can be told",
        "legend": "[-only left-]  {+only right+}  ~local name~", "no title": "no title", "duty": "duty",
        "clean": "clean", "files": "files", "errors": "errors", "warnings": "warnings",
    },
    "vi": {
        "genre": "loại", "document": "văn bản", "number": "số, ký hiệu", "date": "ngày", "issued by": "cơ quan ban hành",
        "signed for": "người quyết định", "title": "trích yếu", "province": "tỉnh, thành phố", "attached to": "kèm theo",
        "blank": "để trống", "none": "không có", "inferred": "suy ra", "outline": "Bố cục", "tasks": "Nhiệm vụ",
        "task": "nhiệm vụ", "lead": "chủ trì", "coordinating": "phối hợp", "time": "thời gian",
        "assignments": "Phân công", "organ": "cơ quan", "duties": "nhiệm vụ", "records": "Dữ liệu", "left": "BÊN TRÁI",
        "right": "BÊN PHẢI", "matched": "Nội dung tương ứng", "assignment": "Khác nhau về phân công",
        "field": "mục", "only left": "Chỉ có ở bên trái", "only right": "Chỉ có ở bên phải", "counts": "Số lượng",
        "identical": "giống hệt", "local": "chỉ khác tên địa phương", "reworded": "diễn đạt khác", "partial": "một phần",
        "split": "tách", "merged": "gộp", "counterpart": "cùng vị trí", "moved": "chuyển chỗ", "certain": "chắc chắn",
        "likely": "nhiều khả năng", "possible": "có thể", "nothing": "không có", "lead_agency": "chủ trì",
        "coordinating_agencies": "phối hợp", "citation": "văn bản dẫn", "same": "như nhau", "different": "khác",
        "renamed": "đổi tên", "added": "thêm", "dropped": "bỏ", "lineage": "quan hệ", "under": "thuộc",
        "clauses": "mục", "newer": "mới hơn", "documents": "văn bản", "coverage": "có ở", "clause": "nội dung",
        "news": "Đây là trang tin, không phải kế hoạch", "about": "nói về", "unknown": "Không nhận ra đây là văn bản gì",
        "legend": "[-chỉ bên trái-]  {+chỉ bên phải+}  ~tên địa phương~", "no title": "không có trích yếu",
        "duty": "nhiệm vụ", "clean": "không có lỗi", "files": "tệp", "errors": "lỗi", "warnings": "cảnh báo",
    },
}  # fmt: skip


def default_language() -> str:
    """ "vi" where the locale is Vietnamese, else "en"."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "vi" if locale.lower().startswith("vi") else "en"


def wording(language: str) -> dict[str, str]:
    """The words of a language, by their English key."""
    return _WORDS[language]
