from __future__ import annotations

from django.urls import path

from gonghui.kernel.process import desk, deskleaving

urlpatterns = [
    path("work/batch/", desk.batch, name="matter-batch"),
    path("work/<uuid:pk>/", desk.show, name="matter"),
    path("work/<uuid:pk>/do/<slug:move>/", desk.do, name="matter-do"),
    path("work/<uuid:pk>/own/<slug:move>/", desk.own, name="matter-own"),
    path("work/<uuid:pk>/undo/", desk.undo, name="matter-undo"),
    path("work/<uuid:pk>/proofs/<int:number>/", desk.proof, name="matter-proof"),
    path("handover/", deskleaving.index, name="handovers"),
    path("handover/new/<int:pk>/", deskleaving.new, name="handover-new"),
    path("handover/<int:pk>/", deskleaving.show, name="handover"),
    path("handover/<int:pk>/sign/", deskleaving.sign, name="handover-sign"),
]
