"""Who is asking: one person, acting in one post, with the stretch of a tree that post answers for."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

TREES = {"leadership": "path", "grid": "grid_path", "industry": "line_path", "money": "money_path"}
EVERYWHERE = "~"  # sorts after every digit, so ("", "~") reaches all paths


def end_of(path: str) -> str:
    """The upper end of the range that holds ``path`` and everything below it: "1.7." → "1.7/"."""
    return f"{path[:-1]}/" if path else EVERYWHERE


@dataclass(frozen=True)
class Actor:
    """``lo`` ≤ path < ``hi`` along ``tree`` is what this post reaches; an empty ``hi`` reaches nothing."""

    account_id: int
    name: str
    post_id: int = 0
    role: str = ""
    role_label: str = ""
    permissions: frozenset[str] = frozenset()
    unit_id: int = 0
    unit_name: str = ""
    tree: str = "leadership"
    lo: str = ""
    hi: str = ""
    traits: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Whether one of this post's grants covers ``permission`` ("ledger.export"; grants may end in *)."""
        grants = self.permissions
        return permission in grants or any(fnmatchcase(permission, one) for one in grants if "*" in one)

    def reaches(self, path: str | None) -> bool:
        return path is not None and self.lo <= path < self.hi

    @property
    def reaches_everything(self) -> bool:
        return self.tree == "leadership" and self.lo == "" and self.hi == EVERYWHERE

    @property
    def is_known(self) -> bool:
        return self.account_id != 0


NOBODY = Actor(0, "未登录")


def system(name: str = "系统") -> Actor:
    """The program itself, for set-up and housekeeping; reaches everything and is named in the journal."""
    return Actor(-1, name, role="system", role_label=name, permissions=frozenset({"*"}), hi=EVERYWHERE)
