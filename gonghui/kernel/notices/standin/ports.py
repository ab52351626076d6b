"""What the platform's settings say to use the stand-in. No import: settings read it before anything is loaded."""

from __future__ import annotations

from typing import Any

WEB_PORT, POST_PORT = 8099, 8098
SECRET = "stand-in"  # of every account there; nothing real is behind it


def words(url: str = f"http://127.0.0.1:{WEB_PORT}", post_port: int = POST_PORT) -> dict[str, dict[str, Any]]:
    """Settings under which every gateway is the stand-in."""
    fields = {"thing1": "text", "number2": "count"}
    return {
        "sms": {"url": f"{url}/sms", "key_id": "stand-in", "secret": SECRET},
        "mail": {"host": "127.0.0.1", "port": post_port, "from": "notices@platform.invalid"},
        "wecom": {
            "url": url,
            "corp_id": "stand-in",
            "secret": SECRET,
            "agent_id": 1,
            "authorize": f"{url}/agree",
        },
        "wechat": {
            "url": url,
            "app_id": "stand-in",
            "secret": SECRET,
            "template_id": "t",
            "fields": fields,
            "authorize": f"{url}/agree",
        },
    }
