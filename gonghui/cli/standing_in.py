"""``gonghui stand-in``: plays every gateway on this machine, and prints what would have been sent."""

from __future__ import annotations

import threading

from gonghui.cli.answers import Answer, Refusal
from gonghui.cli.parser import Words
from gonghui.kernel.notices.standin.box import Box, Received
from gonghui.kernel.notices.standin.serving import serving

NAMES = {"sms": "短信", "mail": "邮件", "wecom": "企业微信", "wechat": "微信"}
HELLO = "替身在 http://127.0.0.1:{}（短信、企业微信、微信）和 127.0.0.1:{}（邮件）等着。收到的打印在下面，按 Ctrl-C 停止"
OCCUPIED = "端口 {} 或 {} 已有程序在用，替身没有启动；可能已经开着一个"


def stand_in(asked: Words) -> Answer:
    try:
        with serving(Box(told=show), asked.port, asked.mail_port):
            print(HELLO.format(asked.port, asked.mail_port), flush=True)
            threading.Event().wait()
    except OSError:
        raise Refusal(OCCUPIED.format(asked.port, asked.mail_port)) from None
    return Answer("")


def show(one: Received) -> None:
    print(f"{NAMES[one.channel]} → {one.to}：{one.text}", flush=True)
