from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "gonghui.work.reports"
    label = "reports"
    verbose_name = "报告"
