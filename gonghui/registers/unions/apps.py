from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "gonghui.registers.unions"
    label = "unions"
