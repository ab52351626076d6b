from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "gonghui.work.orders"
    label = "orders"
