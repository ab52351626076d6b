from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "gonghui.kernel.units"
    label = "units"
