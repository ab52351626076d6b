from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "gonghui.kernel.documents"
    label = "documents"
    verbose_name = "公文"
