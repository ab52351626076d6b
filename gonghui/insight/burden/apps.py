from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "gonghui.insight.burden"
    label = "burden"
