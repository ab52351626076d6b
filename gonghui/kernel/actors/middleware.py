"""Opens the transaction around a page and its rendering, and tells the database who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.db import connection, transaction
from django.http import HttpResponse

from gonghui.kernel import clock
from gonghui.kernel.actors.selectors import Post, actor_in, own_posts
from gonghui.kernel.actors.subjects import subject_of
from gonghui.kernel.database.trouble import told_apart
from gonghui.kernel.http import Request
from gonghui.kernel.reach.actor import NOBODY, Actor
from gonghui.kernel.reach.session import open_for_sign_in, set_reach, set_subject

POST_IN_SESSION = "post"
SIGN_IN = "/accounts/"  # where accounts are looked up before anybody is known


class ActorMiddleware:
    """Every request acts as one person in one post; whatever fails leaves nothing half done."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        with connection.execute_wrapper(told_apart), transaction.atomic():
            request.actor = who_asks(request)
            set_reach(request.actor)
            request.subject = None if request.actor.is_known else subject_of(request, clock.now())
            if request.subject is not None:
                set_subject(request.subject)
            if not request.actor.is_known and request.path.startswith(SIGN_IN):
                open_for_sign_in()
            response = self.get_response(request)
            if request.actor.is_known:  # nobody finds another's page with the back button or in a proxy
                response.headers.setdefault("Cache-Control", "no-store")
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def who_asks(request: Request) -> Actor:
    number = request.session.get(SESSION_KEY)
    if number is None:
        return NOBODY
    person = Actor(int(number), "")
    set_reach(person)
    if not request.user.is_authenticated:
        return NOBODY
    posts = own_posts(clock.today())
    request.posts_count = len(posts)
    post = chosen(request, posts)
    nameless = Actor(request.user.pk, request.user.name)
    return actor_in(request.user, post) if post else nameless


def chosen(request: Request, posts: list[Post]) -> Post | None:
    """The post this session acts in: the one picked, or the only one there is."""
    picked = request.session.get(POST_IN_SESSION)
    for post in posts:
        if post.pk == picked:
            return post
    return posts[0] if len(posts) == 1 else None
