from django.apps import AppConfig


class CheckerConfig(AppConfig):
    name = "gonghui.insight.checker"
    label = "checker"
