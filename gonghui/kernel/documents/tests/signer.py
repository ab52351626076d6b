"""A process of its own that signs documents until it is killed: ``python -m …signer DATABASE UNIT ACCOUNT``."""

from __future__ import annotations

import os
import sys


def main(name: str, unit_id: str, most: str) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = name

    from gonghui.kernel import clock
    from gonghui.kernel.documents.issuing import issue
    from gonghui.kernel.documents.tests.specimens import REPLY
    from gonghui.kernel.reach.actor import system
    from gonghui.kernel.reach.session import acting
    from gonghui.kernel.units.models import Unit

    signer = system("签发")
    for _ in range(int(most)):
        with acting(signer):
            unit = Unit.objects.get(pk=unit_id)
            issue(
                actor=signer, now=clock.now(), unit=unit, kind="reply",
                paper=lambda number, office=unit.name: REPLY.with_(office=office, copies="", printed_by=""),
            )  # fmt: skip
        print("signed", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
