from django.apps import AppConfig


class ParametersConfig(AppConfig):
    name = "gonghui.kernel.parameters"
    label = "parameters"
