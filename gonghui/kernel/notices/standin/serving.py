"""Both stand-ins together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from gonghui.kernel.notices.standin.box import Box
from gonghui.kernel.notices.standin.post import PostOffice
from gonghui.kernel.notices.standin.web import StandIn


@contextmanager
def serving(box: Box, web_port: int = 0, post_port: int = 0, pause: float = 0.0) -> Iterator[StandIn]:
    """The web one, with the mail one beside it (``.post``); port 0: any that is free."""
    post = PostOffice(box, post_port)
    try:
        web = StandIn(box, web_port, pause)
    except OSError:
        post.server_close()
        raise
    for server in (web, post):
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    web.post = post
    try:
        yield web
    finally:
        for server in (web, post):
            server.shutdown()
            server.server_close()
