from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "gonghui.registers.posts"
    label = "posts"
