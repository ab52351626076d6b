from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "gonghui.work.standards"
    label = "standards"
