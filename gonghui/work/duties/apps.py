from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "gonghui.work.duties"
    label = "duties"
