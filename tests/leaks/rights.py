"""Who ought to see what, written down by hand: the program's own roles and paths are what is on trial."""

from __future__ import annotations

from dataclasses import dataclass

BELOW = {
    "county": "county east west north south mill branch loom merged mine mover quay closed g1 g2 l1 l2",
    "east": "east mill branch loom merged",
    "west": "west mine mover",
    "north": "north quay closed",
    "south": "south",
    "mill": "mill branch",
    "branch": "branch",
    "loom": "loom",
    "merged": "merged",
    "mine": "mine",
    "mover": "mover",
    "quay": "quay",
    "closed": "closed",
}
ABOVE = {
    "county": "",
    **dict.fromkeys(("east", "west", "north", "south"), "county"),
    **dict.fromkeys(("mill", "loom", "merged"), "county east"),
    "branch": "county east mill",
    **dict.fromkeys(("mine", "mover"), "county west"),
    **dict.fromkeys(("quay", "closed"), "county north"),
    **dict.fromkeys(("g1", "g2", "l1", "l2"), "county"),
}
TIED = {
    "g1": "east mill branch loom merged l1",
    "l1": "east mill branch loom merged g1",
    "g2": "west mine mover l2",
    "l2": "west mine mover g2",
}
TIED |= dict.fromkeys(("east", "mill", "branch", "loom", "merged"), "g1 l1")  # of employers that lie there
TIED |= dict.fromkeys(("west", "mine", "mover"), "g2 l2")
TIED |= {"south": "east l1"}  # what was handed to it from there
HOLDS = {
    "admin": "unions journal people parameters arrange",
    "county_leader": "services orders meetings dues unions employers members cadres journal parameters work documents duties joining belonging own survey gaps appeals reports",
    "county_clerk": "services orders meetings dues unions employers members cadres journal people settle parameters whole arrange work documents duties handover joining belonging own survey gaps appeals reports",
    "town_clerk": "services orders meetings dues unions employers members cadres journal parameters whole work documents duties joining belonging own survey gaps appeals reports",
    "union_chair": "services orders meetings dues unions employers members cadres whole work duties joining belonging own gaps reports",
    "liaison": "employers work duties survey gaps appeals",
    "adviser": "employers work duties survey gaps appeals",
    "auditor": "unions employers members meetings dues journal work duties gaps",
}
WRITES = {
    "admin": "people parameters arrange",
    "county_leader": "supervise sign reports",
    "county_clerk": "services meetings dues unions employers members cadres people settle codes parameters import arrange found supervise terms branches lines duties upward handover posters belonging batch asks survey lists teams meetings visits contests verdicts reports",
    "town_clerk": "services meetings dues unions employers members cadres import found terms branches upward posters belonging batch survey lists visits contests verdicts reports",
    "union_chair": "services meetings dues members cadres import terms branches upward posters belonging contests reports",
    "liaison": "employers survey visits",
    "adviser": "found survey",
    "auditor": "",
}

OF_ONES_OWN = ("duties", "upward", "reports")  # written in the asker's own unit, whichever it is


@dataclass(frozen=True)
class Canary:
    """A text that stands in the scene once. ``at``: the unit whose it is; ``for_``: rights of which one is
    needed; ``only``: the one account whose it is, whoever else reaches the unit; ``also``: a unit the matter was
    handed to ("south"), or one post there ("south:town_clerk"), where its words may be read as well."""

    text: str
    at: str
    for_: frozenset[str]
    only: str = ""
    grid: str = ""
    line: str = ""
    also: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody who signs in. ``how``: what is the matter with the post (ended, future, closed, none)."""

    username: str
    role: str = ""
    at: str = ""
    how: str = ""

    @property
    def tree(self) -> str:
        return {"liaison": "grid", "adviser": "line"}.get(self.role, "leadership")

    @property
    def acts(self) -> bool:
        return bool(self.role) and self.how in {"", "two posts"}

    @property
    def holds(self) -> frozenset[str]:
        return frozenset(HOLDS[self.role].split()) if self.acts else frozenset()

    def saw(self, place: str, coarse: bool) -> bool:
        """Whether what passed through ``place`` passed through this person's hands, or under their eyes."""
        at, _, role = place.partition(":")
        if self.tree != "leadership":
            return self.at == at
        return at in BELOW[self.at].split() and (coarse or role in {"", self.role})

    def reaches(self, canary: Canary, coarse: bool = False) -> bool:
        """``coarse``: as the rows' own policies see it, which know the reach and not the role."""
        if not self.acts:
            return False
        if "work" in self.holds and any(self.saw(one, coarse) for one in canary.also):
            return True
        if self.tree == "leadership":
            return canary.at in BELOW[self.at].split()
        return self.at in {canary.grid, canary.line}

    def may_name(self, at: str) -> bool:
        """Whose name may stand on this person's pages: of units in reach, above, or tied to an employer in reach."""
        if not self.role:
            return False
        own = (
            "" if not self.acts else f"{BELOW.get(self.at, self.at)} {ABOVE[self.at]} {TIED.get(self.at, '')}"
        )
        return at in own.split() or (self.how == "two posts" and at == "east")

    def may_see(self, canary: Canary, coarse: bool = False) -> bool:
        if "name" in canary.for_:
            return self.may_name(canary.at)
        if "parameters" in canary.for_ and "parameters" in self.holds and canary.at in ABOVE[self.at].split():
            return True  # what counts above counts here
        kept_above = self.tree == "leadership" and canary.at in ABOVE.get(self.at, "").split()
        if kept_above and "duties" in canary.for_ & self.holds:
            return True  # a list kept above holds here
        if canary.only:
            own = canary.only == self.username and self.acts
            return own or (self.reaches(canary, coarse) and bool(canary.for_ & self.holds))
        return self.reaches(canary, coarse) and bool(canary.for_ & self.holds)

    def may_write(self, right: str, at: str) -> bool:
        if right == "hold":  # the post that has the matter: anybody in it may claim it
            return self.acts and (self.role, self.at) == ("county_clerk", at)
        if right in OF_ONES_OWN:
            return self.acts and right in WRITES[self.role].split()
        if right == "duties here":  # a list is kept by the unit whose it is
            return self.acts and "duties" in WRITES[self.role].split() and self.at == at
        if right == "duties below":  # what an office decides about the unions below it
            return self.acts and "duties" in WRITES[self.role].split() and at in BELOW[self.at].split()
        below = BELOW.get(self.at, TIED.get(self.at, "") if right in {"found", "survey", "visits"} else "")
        return self.acts and right in WRITES[self.role].split() and at in below.split()


OWNERS = {town: Person(f"owner.{town}", "county_clerk", town) for town in ("east", "west", "north", "county")}
TOWN_OF = {
    key: town for town in ("east", "west", "north", "south") for key in BELOW[town].split()
} | dict.fromkeys(("county", "g1", "g2", "l1", "l2"), "county")
ROLES_BY_HAND = tuple(HOLDS)
CLAIMED = frozenset({"east", "west", "mill", "mine", "mover", "merged"})  # whose matter its clerk has claimed


def owner_of(key: str) -> Person:
    """The clerk of the town in which a unit is now."""
    return OWNERS["west" if key == "mover" else TOWN_OF[key]]


def attackers() -> list[Person]:
    """Every role as sibling, and every way of standing beside, above, below or outside."""
    place = {"liaison": "g2", "adviser": "l2"}
    found = [Person(f"west.{role}", role, place.get(role, "west")) for role in ROLES_BY_HAND]
    found += [
        Person(f"east.{role}", role, {"liaison": "g1", "adviser": "l1"}.get(role, "east"))
        for role in ROLES_BY_HAND
    ]
    found += [Person(f"north.{role}", role, "north") for role in ("county_clerk", "town_clerk")]
    for at in ("mill", "branch", "loom", "mover", "mine"):
        found += [Person(f"{at}.{role}", role, at) for role in ("union_chair", "county_clerk")]
    found += [Person(f"south.{role}", role, "south") for role in ("town_clerk", "auditor")]
    found += [
        Person("county.admin", "admin", "county"),
        Person("county.county_leader", "county_leader", "county"),
        Person("county.auditor", "auditor", "county"),
        Person("merged.clerk", "county_clerk", "merged", "closed"),
        Person("closed.clerk", "county_clerk", "closed", "closed"),
        Person("ended.clerk", "county_clerk", "county", "ended"),
        Person("future.clerk", "county_clerk", "county", "future"),
        Person("both.clerk", "county_clerk", "north", "two posts"),
        Person("nobody", how="none"),
        Person("", how="signed out"),
    ]
    return found
