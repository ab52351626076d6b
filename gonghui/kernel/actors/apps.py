from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "gonghui.kernel.actors"
    label = "actors"
