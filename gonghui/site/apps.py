from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "gonghui.site"
    label = "site"

    def ready(self) -> None:
        from gonghui.site import offices, roles  # noqa: F401  # declares the roles, and how offices are called for short
