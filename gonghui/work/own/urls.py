"""No addresses of its own: 服务网's pages lie in the shell; here its blocks on the matter's page are known."""

from __future__ import annotations

from django.urls import URLPattern

from gonghui.work.own import desk

urlpatterns: list[URLPattern] = []
__all__ = ["desk", "urlpatterns"]
