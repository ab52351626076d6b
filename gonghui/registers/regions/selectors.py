"""Reads of the country's divisions; open to everybody."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gonghui.registers.regions.models import Region

LENGTHS = {1: 2, 2: 4, 3: 6, 4: 9}  # level → digits of the code


def regions(level: int | None = None) -> QuerySet[Region]:
    """All divisions in the order of their codes, or those of one level (1 省 … 4 乡镇街道)."""
    found = Region.objects.order_by("code")
    return found if level is None else found.filter(level=level)


def region_line(code: str) -> list[Region]:
    """The divisions that ``code`` (of a division, or of a place inside one) lies in, province first."""
    return list(regions().filter(code__in=prefixes(code)))


def within_region(code: str) -> QuerySet[Region]:
    """The division and everything below it."""
    return regions().filter(Q(code=code) | Q(code__startswith=code))


def full_name(code: str) -> str:
    """江苏省盐城市射阳县盘湾镇; a grouping such as 市辖区 is left out, "" for a code that is none."""
    names = [region.name for region in region_line(code)]
    return "".join(
        name for name in dict.fromkeys(names) if name not in ("市辖区", "县") and "直辖县级" not in name
    )


def prefixes(code: str) -> list[str]:
    return [code[:length] for length in LENGTHS.values() if length <= len(code)]


def place_names(code: str) -> tuple[list[str], list[str]]:
    """What names of firms begin with, seen from the county that ``code`` lies in.

    First the country's provinces, cities and counties by their full names; then those people also say without
    县 or 镇: every province, the own city and county, and the own county's towns. A far-off county said short may be
    anybody's trade name.
    """
    far = regions().filter(level__lte=3).values_list("name", flat=True)
    near = Q(level=1) | Q(code__in=prefixes(code[:6]))
    if len(code) >= LENGTHS[3]:
        near |= Q(level=4, code__startswith=code[: LENGTHS[3]])
    return sorted(set(far)), sorted(set(regions().filter(near).values_list("name", flat=True)))
