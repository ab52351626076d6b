"""How the program logs: one line per event on standard error, personal numbers taken out last."""

from __future__ import annotations

from typing import Any

import structlog

from gonghui.kernel.secrets.redaction import redactor

BEFORE = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.stdlib.ExtraAdder(allow=()),
]


def logging(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything goes through one handler whose formatter ends with the redactor."""
    chain = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        redactor,
        structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "logger", "event"]),
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": BEFORE,
                "processors": chain,
            }
        },
        "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["line"], "level": level},
        "loggers": {"django.server": {"handlers": [], "propagate": True}},
    }
