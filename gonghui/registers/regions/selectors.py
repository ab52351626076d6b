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
