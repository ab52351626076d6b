from django.apps import AppConfig, apps
from django.utils.module_loading import autodiscover_modules


class ProcessConfig(AppConfig):
    name = "gonghui.kernel.process"
    label = "process"
    verbose_name = "事项"

    def ready(self) -> None:
        autodiscover_modules("process", "actions", "leaving", "following")
        from gonghui.kernel.process.definition import RECORDS
        from gonghui.kernel.process.models import WorkRecord

        for model in apps.get_models():
            if issubclass(model, WorkRecord):
                RECORDS[model.process_key] = model
