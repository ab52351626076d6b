from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegisterConfig(AppConfig):
    name = "gonghui.kernel.register"
    label = "register"

    def ready(self) -> None:
        autodiscover_modules("register")
