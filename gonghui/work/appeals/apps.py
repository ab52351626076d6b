from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "gonghui.work.appeals"
    label = "appeals"
