"""Every command and its words. ``does`` names the function ("module:function" below ``gonghui.cli``)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from gonghui.kernel.notices.standin.ports import POST_PORT, WEB_PORT

NOTHING, DATABASE, DJANGO = "nothing", "database", "django"


class Words(argparse.Namespace):
    """What was typed, and what the command needs around it."""

    command: str
    does: str
    needs: str = NOTHING
    json: bool = False

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    @contextmanager
    def surroundings(self) -> Iterator[None]:
        if self.needs == NOTHING:
            yield
            return
        from gonghui.cli.surroundings import database, load_django  # not for --help

        with database():
            if self.needs == DJANGO:
                load_django()
            yield


def read(words: Sequence[str] | None = None) -> Words:
    """What was asked. Words behind a developer's command are not ours to understand."""
    given = list(sys.argv[1:] if words is None else words)
    if given[:1] in (["manage"], ["makemigrations"]):
        return Words(command=given[0], does=f"developing:{given[0]}", arguments=given[1:])
    return parser().parse_args(given, Words())


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="gonghui", description="工会工作平台", allow_abbrev=False)
    made.add_argument("--version", action="version", version=f"gonghui {_version()}")
    commands = made.add_subparsers(dest="command", metavar="命令", required=True)
    for family in (_running, _gateways, _keeping, _journal, _calendar, _rosters, _figures, _developing):
        family(commands)
    return made


def _command(commands: Any, name: str, help: str, does: str, needs: str = NOTHING) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help, allow_abbrev=False)
    made.add_argument("--json", action="store_true", help="输出 JSON，供程序读取")
    made.set_defaults(does=does, needs=needs)
    return made


def _running(commands: Any) -> None:
    run = _command(commands, "run", "启动平台（首次会自动安装并载入演示县）", "run:run")
    run.add_argument("--host", default="127.0.0.1", help="监听地址，默认只供本机访问")
    run.add_argument("--port", type=int, help="端口；不写则从 8000 起找第一个空闲的")
    run.add_argument("--empty", action="store_true", help="不载入演示数据，用于正式安装")
    run.add_argument("--workers", type=int, default=2, help="网页进程数，默认 2")
    setup = _command(
        commands, "setup", "安装或升级：数据库、密钥、数据库结构、静态文件、基础数据", "setup:setup"
    )
    setup.add_argument("--demo", action="store_true", help="同时载入演示县")
    found = _command(
        commands, "found", "正式安装后的第一步：设立最上级工会和第一个账号", "founding:found", DJANGO
    )
    found.add_argument("unit", metavar="工会名称")
    found.add_argument("--account", required=True, metavar="账号")
    found.add_argument("--name", dest="person", required=True, metavar="姓名")
    _command(commands, "worker", "后台任务进程（run 会自动启动它）", "worker:work", DJANGO)


def _gateways(commands: Any) -> None:
    play = _command(
        commands,
        "stand-in",
        "在本机扮演短信、邮件、企业微信和微信的服务器，打印收到的消息",
        "standing_in:stand_in",
    )
    play.add_argument("--port", type=int, default=WEB_PORT, help=f"默认 {WEB_PORT}")
    play.add_argument("--mail-port", type=int, default=POST_PORT, help=f"默认 {POST_PORT}")


def _keeping(commands: Any) -> None:
    backup = _command(
        commands, "backup", "备份数据库和文件到一个加密文件（不含密钥）", "keeping:back_up", DATABASE
    )
    backup.add_argument("file", metavar="文件")
    restore = _command(commands, "restore", "从备份恢复；需要备份时的密钥文件", "keeping:bring_back")
    restore.add_argument("file", metavar="文件")
    restore.add_argument("--replace", action="store_true", help="这里已有数据时，用备份替换它")
    restore.add_argument("--keys", metavar="密钥文件", help="另存的 keys.json；这里还没有密钥时使用")


def _journal(commands: Any) -> None:
    _command(
        commands,
        "verify-journal",
        "封存并核验日志链，指出第一条被改动的记录",
        "journal:verify_journal",
        DATABASE,
    )
    _command(
        commands, "journal-head", "打印最新链头及其签名，供抄送外部存证", "journal:journal_head", DATABASE
    )


def _calendar(commands: Any) -> None:
    due = _command(commands, "due", "算期限：从某日起 5（工作日）、15d（自然日）、3m（月）", "calendar:due")
    due.add_argument("start", metavar="起算日")
    due.add_argument("limit", metavar="期限", help="5、15d 或 3m")
    load = commands.add_parser("load", help="载入年度数据").add_subparsers(metavar="什么", required=True)
    notice = _command(
        load, "calendar", "载入国务院办公厅的节假日安排（CSV）", "calendar:load_calendar", DJANGO
    )
    notice.add_argument("file", metavar="文件")


def _rosters(commands: Any) -> None:
    take = _command(commands, "import", "导入台账表格（Excel、CSV、网页表格）", "bringing:bring_in", DJANGO)
    take.add_argument("register", metavar="台账", help="例如 members")
    take.add_argument("file", metavar="文件")
    take.add_argument("--unit", metavar="编码或名称", help="归入哪个单位；默认是办理人所在单位")
    take.add_argument("--dry-run", action="store_true", help="只核对，不导入")
    take.add_argument("--marked", metavar="OUT.xlsx", help="把要改的行另存为一份标好原因的表")
    give = _command(commands, "export", "导出台账为 .xlsx", "sending:send_out", DJANGO)
    give.add_argument("register", metavar="台账", help="例如 members")
    give.add_argument("file", metavar="OUT.xlsx")
    give.add_argument("--query", default="", help="列表网址问号后面的部分，例如 q=王")
    give.add_argument("--reason", default="", help="写明用途，则证件号等写全（需有权限，会记入日志）")
    blind = _command(
        commands,
        "blindspots",
        "拿一份名单（市场监管、社保、园区、平台）和台账比对，找没覆盖的",
        "blindspots:find",
        DJANGO,
    )
    blind.add_argument("file", metavar="LIST.xlsx", help="要有“单位名称”或“姓名”这一列")
    check = _command(
        commands,
        "check-numbers",
        "核数：读一份稿子，找出前后对不上、和数据对不上的数",
        "checking:check",
        DJANGO,
    )
    check.add_argument("file", metavar="FILE", help=".docx 或 .txt")
    check.add_argument("--unit", metavar="编码或名称", help="和哪个单位的数据比；默认是办理人所在单位")
    check.add_argument("--as-of", metavar="日期", help="和哪一天的数据比，例如 2026-01-31；默认今天")
    check.add_argument(
        "--as", dest="account", metavar="账号", help="以谁的身份看数据；不写则只看稿子自己对不对得上"
    )
    check.add_argument("--post", type=int, metavar="编号", help="此人有几个身份时，用哪一个")
    for one in (take, give, blind):
        one.add_argument("--as", dest="account", metavar="账号", required=True, help="以谁的身份办理")
        one.add_argument("--post", type=int, metavar="编号", help="此人有几个身份时，用哪一个")


def _figures(commands: Any) -> None:
    made = _command(commands, "figures", "统计：一个单位（连同下级）的各项指标", "counting:count", DJANGO)
    made.add_argument("--unit", metavar="编码或名称", help="不写就是最上级，或办理人所在单位")
    made.add_argument("--tree", default="leadership", help="按哪个体系：leadership、grid、industry、money")
    made.add_argument("--as-of", metavar="日期", help="截至哪天，默认今天")
    made.add_argument("--as-was", action="store_true", help="按当时的隶属，不按现在的")
    made.add_argument("--only", metavar="指标,指标", help="只要这几项，例如 members.count,members.rate_union")
    made.add_argument(
        "--facts", metavar="OUT.parquet", help="把各单位各项的数写成文件，交上级相加（没有姓名和记录）"
    )
    made.add_argument("--as", dest="account", metavar="账号", help="以谁的身份看；不写就是本机管理员")
    made.add_argument("--post", type=int, metavar="编号", help="此人有几个身份时，用哪一个")

    many = _command(
        commands, "add-up", "把各地“figures --facts”写出的文件按政区相加", "counting:add_up", DJANGO
    )
    many.add_argument("files", nargs="+", metavar="FACTS.parquet")
    many.add_argument("--level", default="county", help="province、city、county 或 town，默认 county")
    many.add_argument("--as-of", metavar="日期", help="截至哪天，默认今天")


def _developing(commands: Any) -> None:
    for name, words in (
        ("makemigrations", "生成数据库结构变更（开发用）"),
        ("manage", "Django 管理命令（开发用）"),
    ):
        _command(commands, name, words, f"developing:{name}")
    made = _command(commands, "docs", "从声明生成文档页（docs/processes.md）", "documenting:write_docs")
    made.add_argument("--check", action="store_true", help="只核对是否和声明一致，不一致时退出码为 1")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("gonghui")
    except PackageNotFoundError:
        return "0.1.0"
