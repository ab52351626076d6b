from django.apps import AppConfig


class ShellsConfig(AppConfig):
    name = "gonghui.insight.shells"
    label = "shells"
