from django.apps import AppConfig


class OutlinesConfig(AppConfig):
    name = "gonghui.kernel.outlines"
    label = "outlines"
