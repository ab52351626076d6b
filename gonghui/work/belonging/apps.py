from django.apps import AppConfig


class BelongingConfig(AppConfig):
    name = "gonghui.work.belonging"
    label = "belonging"
