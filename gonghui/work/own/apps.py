from django.apps import AppConfig


class OwnConfig(AppConfig):
    name = "gonghui.work.own"
    label = "own"
