from django.apps import AppConfig


class FoundingConfig(AppConfig):
    name = "gonghui.work.founding"
    label = "founding"
