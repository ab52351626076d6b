"""The result of an election in the words of a report or a reply. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui.registers.unions.rules.elections import COMMITTEE

YEARS = {3: "三", 5: "五"}


def result_words(elected: Sequence[Sequence[str]]) -> dict[str, str]:
    """Who holds what, in the words of a report or a reply. ``elected``: name, sex, post each."""
    by_post: dict[str, list[str]] = {}
    for name, _, post in elected:
        by_post.setdefault(post, []).append(name)
    committee = [name for name, _, post in elected if post in COMMITTEE]
    vice = by_post.get("vice_chair", [])
    return {
        "committee": "、".join(committee),
        "committee_count": str(len(committee)) if committee else "",
        "chair": "、".join(by_post.get("chair", [])),
        "vice_chairs_words": f"，{'、'.join(vice)}任副主席" if vice else "",
        "audit_words": _audit_words(by_post.get("audit_chair", []), by_post.get("audit_member", [])),
        "women_words": _women_words(by_post.get("women_chair", []), by_post.get("women_member", [])),
        "bodies": _bodies(by_post),
    }


def _audit_words(chair: list[str], others: list[str]) -> str:
    if chair and others:
        return f"；经费审查委员会由{'、'.join([*chair, *others])}组成，{chair[0]}任主任"
    if chair:
        return f"；{chair[0]}任经费审查委员会主任"
    return f"；{'、'.join(others)}任经费审查委员" if others else ""


def _women_words(chair: list[str], others: list[str]) -> str:
    if chair and others:
        return f"；女职工委员会由{'、'.join([*chair, *others])}组成，{chair[0]}任主任"
    if chair:
        return f"；{chair[0]}任女职工委员会主任"
    return f"；{'、'.join(others)}任女职工委员" if others else ""


def _bodies(by_post: dict[str, list[str]]) -> str:
    bodies = ["经费审查委员会"] if "audit_chair" in by_post else []
    bodies += ["女职工委员会"] if "women_chair" in by_post else []
    return "".join(f"{'、' if at == 0 and len(bodies) > 1 else '和'}{one}" for at, one in enumerate(bodies))
