from django.apps import AppConfig


class GapsConfig(AppConfig):
    name = "gonghui.work.gaps"
    label = "gaps"
