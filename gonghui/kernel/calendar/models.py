"""When: days off and days worked in exchange, as published year by year."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class CalendarYear(models.Model):
    """已公布年份: a year whose notice has been loaded; dates in other years are provisional (暂定)."""

    year = models.SmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=120)
    loaded_at = models.DateTimeField("载入时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "已公布年份"

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """特殊日: a weekday that is off, or a weekend day that is worked (调休)."""

    date = models.DateField("日期", primary_key=True)
    is_work = models.BooleanField("上班")
    name = models.CharField("说明", max_length=40, blank=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年份")

    class Meta:
        verbose_name = verbose_name_plural = "特殊日"

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
