from django.apps import AppConfig


class BlindspotsConfig(AppConfig):
    name = "gonghui.insight.blindspots"
    label = "blindspots"
