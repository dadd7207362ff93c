"""A web with any number of small working pages with their cited titles, for measuring the speed of visits."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lab.scenes import HTML, Answer, html
from lab.server import Lab
from lab.works import articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.csl import Item
    from lab.server import Call

TEXT = "<p>Nobody had counted them before the second census, and the accounts that were consulted disagree.</p>" * 12


@contextmanager
def living(count: int = 1000, *, hosts: int = 20, latency: float = 0.05, seed: int = 1) -> Iterator[tuple[Lab, list[Item]]]:
    """Serve so many pages on so many hosts; yield the web and the items that cite them, alternating between hosts.

    `latency` is in seconds. A page takes 0.01 ms to make, and is 1.4 kB long.
    """
    works = list(articles(count, seed))
    pages = {f"/notes/{number}": _page(work) for number, work in enumerate(works)}

    def answer(call: Call) -> Answer:
        page = pages.get(call.path.partition("?")[0])
        return Answer(headers=HTML, body=page) if page else html("<h1>Not Found</h1>", 404)

    with Lab(answer, *(f"127.0.0.{number}" for number in range(2, 2 + hosts)), latency=latency) as lab:
        urls = (f"{lab.urls[number % hosts]}/notes/{number}" for number in range(count))
        yield lab, [replace(work, type="webpage", doi="", url=url) for work, url in zip(works, urls, strict=True)]


def _page(work: Item) -> bytes:
    head = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{work.title} | {work.container_title}</title></head>'
    return f"{head}<body><h1>{work.title}</h1>{TEXT}</body></html>".encode()
