"""Who an operator's command is done as: an account, in one of the posts it holds today."""

from __future__ import annotations

from datetime import date

from gonghui.cli.answers import Refusal
from gonghui.cli.parser import Words
from gonghui.kernel.actors.models import Account
from gonghui.kernel.actors.selectors import Post, actor_in, own_posts
from gonghui.kernel.reach.actor import Actor, system
from gonghui.kernel.reach.session import acting

NO_ACCOUNT = "没有“{}”这个账号（或已停用）"
NO_POST = "“{}”今天没有在任的身份，不能办理；请先在“人员与任职”里任命"
NOT_THAT_POST = "“{}”没有编号为 {} 的身份；可用的有：{}"
WHICH_POST = "“{}”有几个身份，请用 --post 指定编号：{}"
MAY_NOT = "“{}”这个身份没有办理“{}”的权限"


def actor_of(asked: Words, today: date) -> Actor:
    """The account named by ``--as``, in its only post or the one named by ``--post``."""
    with acting(system("命令行")):
        account = Account.objects.filter(username=asked.account, is_active=True).first()
    if account is None:
        raise Refusal(NO_ACCOUNT.format(asked.account))
    with acting(Actor(account.pk, account.name)):
        posts = own_posts(today)
    return actor_in(account, _post(asked, posts))


def _post(asked: Words, posts: list[Post]) -> Post:
    if not posts:
        raise Refusal(NO_POST.format(asked.account))
    said = "、".join(f"{post.pk}（{post.label}，{post.unit_name}）" for post in posts)
    if asked.post is None:
        if len(posts) > 1:
            raise Refusal(WHICH_POST.format(asked.account, said))
        return posts[0]
    found = next((post for post in posts if post.pk == asked.post), None)
    if found is None:
        raise Refusal(NOT_THAT_POST.format(asked.account, asked.post, said))
    return found
