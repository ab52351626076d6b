from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "gonghui.work.joining"
    label = "joining"
