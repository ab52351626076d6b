from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "gonghui.insight.dashboard"
    label = "dashboard"
