from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "gonghui.registers.services"
    label = "services"
