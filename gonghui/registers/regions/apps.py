from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "gonghui.registers.regions"
    label = "regions"
