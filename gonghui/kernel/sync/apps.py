from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SyncConfig(AppConfig):
    name = "gonghui.kernel.sync"
    label = "sync"

    def ready(self) -> None:
        autodiscover_modules("field")
