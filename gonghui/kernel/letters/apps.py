from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LettersConfig(AppConfig):
    name = "gonghui.kernel.letters"
    label = "letters"

    def ready(self) -> None:
        autodiscover_modules("hall")
