from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LinkageConfig(AppConfig):
    name = "gonghui.kernel.linkage"
    label = "linkage"
    verbose_name = "疑似重复"

    def ready(self) -> None:
        autodiscover_modules("linkage")
