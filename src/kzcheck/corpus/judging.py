"""Audits one article of a corpus, on a worker: its rows and its page become files, named by a key of all that they are made of."""

from __future__ import annotations

import os
import zlib
from contextlib import nullcontext
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import msgspec

from kzcheck import api, pipeline
from kzcheck.corpus import packed, rows
from kzcheck.corpus.rows import AUDITED, Rows
from kzcheck.corpus.work import ANSWERS, rests_on_failures
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.formats import Format, render
from kzcheck.gather import endpoints, retraction_table, works_index
from kzcheck.gather.answers import Answers
from kzcheck.gather.steps import Watch
from kzcheck.pipeline import AuditRequest
from kzcheck.readers import configuration, files
from kzcheck.settings import ENVIRONMENT, NetworkSettings, ServiceSettings, Settings
from kzcheck.sources import HOUSE
from kzcheck.version import __version__
from kzcheck.writing import put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from kzcheck.corpus.engine import Stopped
    from kzcheck.layers import Configuration, Layer

SECONDS = 300.0
"""What the audit of one article may take: the largest one known, with 34,000 references, takes 70 of a processor."""
MEMORY = 2 << 30
"""Bytes of address space for it; that one takes 1.3 GB."""
OF_ASKING = ("contact", "services", "network")
"""Settings about how services are asked, with keys and perhaps the password of a proxy."""


class Order(NamedTuple):
    """How all articles of a corpus are audited."""

    gathered: datetime
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    offline: bool = True


class Job(NamedTuple):
    """An article to audit: its place, the folder of the corpus, and the settings for it, or what is wrong with these.

    An article in an archive has its number, `packed`, in the file of such articles.
    """

    name: str
    path: Path
    key: str
    folder: Path
    order: Order
    settings: Settings = Settings()
    layers: tuple[Layer, ...] = ()
    wrong: str = ""
    packed: int | None = None


class Outcome(NamedTuple):
    """What became of an article: its state, the reason if it was not audited, and warnings that stopped nothing.

    For an article that was audited and rests on failures, the reason is a digest of its result, which the next run may change.
    """

    state: str
    reason: str = ""
    warnings: tuple[str, ...] = ()


class Configured(NamedTuple):
    """The settings for an article, or what is wrong with them; without secrets, since workers may be anywhere."""

    settings: Settings = Settings()
    layers: tuple[Layer, ...] = ()
    warnings: tuple[str, ...] = ()
    wrong: str = ""

    @property
    def digest(self) -> bytes:
        """Bytes that differ for other settings."""
        named = tuple((layer.name, layer.text, layer.refused) for layer in self.layers)
        return msgspec.msgpack.encode((self.settings, named, self.wrong), order="deterministic")


def environment() -> dict[str, str]:
    """Return the variables that hold settings: of the others there may be hundreds, for each of a million articles."""
    return {name: value for name, value in os.environ.items() if name.startswith(ENVIRONMENT)}


def configured(path: Path, order: Order, environment: Mapping[str, str]) -> Configured:
    """Return the settings for the article at a path: the user's, those allowed in its own file, and the environment's."""
    try:
        path.stat()
        loaded = configuration.load(path, environment)
        pipeline.check_codes(loaded.settings, loaded.layers)
        if not (order.selected or loaded.settings.select):
            return Configured(wrong=api.NO_RULE)
    except UsageError as error:
        return Configured(wrong=str(error))
    except (OSError, ValueError) as error:
        return Configured(wrong=files.reason(error))
    return _without_secrets(loaded)


def _without_secrets(loaded: Configuration) -> Configured:
    """Return settings without what only matters to who asks: keys, the proxy, the pace, a house's own OpenSearch.

    So results do not depend on it, either.
    """
    settings = loaded.settings
    users = [urlsplit(service.url).netloc.rpartition("@")[0] for service in settings.services.values()]
    own = settings.services.get(HOUSE, ServiceSettings())
    secrets = [own.url, settings.network.proxy, *users, *(service.key for service in settings.services.values())]

    def shown(layer: Layer) -> Layer:
        text = layer.text
        for secret in filter(None, secrets):
            text = text.replace(secret, "*" * len(secret))
        values = {name: value for name, value in layer.values.items() if name not in OF_ASKING}
        return msgspec.structs.replace(layer, text=text, values=values)

    services = {name: _public(service) for name, service in settings.services.items() if name != HOUSE}
    services = {name: service for name, service in services.items() if service != ServiceSettings()}
    network = NetworkSettings(timeout=settings.network.timeout)
    return Configured(
        msgspec.structs.replace(settings, contact="", network=network, services=services),
        tuple(layer for layer in map(shown, loaded.layers) if layer.values or layer.refused),
        loaded.warnings,
    )


def _public(service: ServiceSettings) -> ServiceSettings:
    """Return the settings of a service without its key, the name and password in its address, and its pace."""
    parts = urlsplit(service.url)
    url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return ServiceSettings(url=url, enabled=service.enabled)


def sources_at_hand(settings: Settings, *, offline: bool) -> bytes:
    """Return a digest of what every audit looks into: the index of works, the table of retractions, the services, OpenSearch."""
    whole = sha256()
    folder = works_index.place(settings)
    for shelf in sorted(folder.glob("*/meta.json")):
        whole.update(os.fsencode(shelf.parent.name) + sha256(shelf.read_bytes()).digest())
    if table := retraction_table.info(settings):
        whole.update(f"{table.updated.isoformat()} {table.rows}".encode())
    if not offline:
        own = settings.services.get(HOUSE, ServiceSettings())
        whole.update(repr((sorted(endpoints.silent(settings)), _public(own).url if own.enabled else "")).encode())
    return whole.digest()


def key(name: str, files: str, configured: Configured, order: Order, at_hand: bytes) -> str:
    """Return the key of an article's result: a digest of all that the result is made of."""
    parts = (__version__, name, files, configured.digest, order, at_hand)
    return sha256(msgspec.msgpack.encode(parts, order="deterministic")).hexdigest()


def result(folder: Path, key: str) -> Path:
    """Return the path of the file with an article's rows."""
    return folder / "results" / key[:2] / key


def page(key: str) -> str:
    """Return the path of an article's own report, from the folder of the corpus."""
    return f"articles/{key[:2]}/{key}.html"


def load(folder: Path, key: str) -> Rows | None:
    """Return the rows of an article, or None if there are none yet or they are damaged."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(result(folder, key).read_bytes()), type=Rows)
    except (FileNotFoundError, zlib.error, msgspec.DecodeError):  # a loss of power may have left an empty file
        return None


def judge(job: Job) -> Outcome:
    """Audit an article, and keep its rows and its page.

    Raises:
        UsageError: this worker does not see the article.
        OSError: a file cannot be written.
    """
    if job.wrong:
        return _keep_unread(job, job.wrong)
    if job.packed is None and not job.path.exists():
        raise UsageError(f"{job.path}: a worker does not see it; workers need the articles at the same paths")
    try:
        article = None if job.packed is None else packed.article(job.folder, job.packed)
    except UnreadableError as error:
        return _keep_unread(job, str(error))
    warnings: dict[str, None] = {}
    request = AuditRequest(
        path=job.path,
        article=article,
        settings=job.settings,
        layers=job.layers,
        selected=job.order.selected,
        ignored=job.order.ignored,
        offline=job.order.offline,
    )
    try:
        with nullcontext() if job.order.offline else Answers(job.folder / ANSWERS) as answers:
            whole = msgspec.structs.replace(request, answers=answers)
            report = pipeline.audit(whole, job.order.gathered, Watch(warn=warnings.setdefault))
        made, shown = rows.rows(report, job.name, page(job.key)), render(report, Format.HTML)
    except (UnreadableError, UsageError) as error:
        return _keep_unread(job, str(error))
    finally:
        api.forget()
    _put(job.folder / page(job.key), shown.encode("utf-8", "surrogatepass"))
    content = _compressed(made)
    _put(result(job.folder, job.key), content)
    resting = not job.order.offline and rests_on_failures(report)
    return Outcome(AUDITED, sha256(content).hexdigest() if resting else "", (*warnings,))


def keep_stopped(job: Job, stopped: Stopped) -> Outcome:
    """Keep, as its result, that the audit of an article was stopped."""
    reasons = {
        "crashed": f"its audit ended ({stopped.detail or 'of unknown cause'})",
        "too-long": f"its audit took longer than {SECONDS:.0f} s",
        "too-large": f"its audit took more than {MEMORY >> 20:,} MiB of memory",
    }
    return _keep(job, stopped.why, reasons[stopped.why])


def _keep_unread(job: Job, wrong: str) -> Outcome:
    return _keep(job, "unreadable", wrong)


def _keep(job: Job, state: str, reason: str) -> Outcome:
    _put(result(job.folder, job.key), _compressed(rows.stopped(job.name, state, reason)))
    return Outcome(state, reason)


def _compressed(made: Rows) -> bytes:
    """Return rows as a result keeps them; most of their text is repeated, and they take a sixth of the room."""
    return zlib.compress(msgspec.msgpack.encode(made), 1)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, content, durable=False)


class Part(NamedTuple):
    """A part of the tables to make: its number, and the keys of its articles in order."""

    folder: Path
    number: int
    keys: Sequence[str]


def tabulate(part: Part) -> list[str]:
    """Write a part of the tables, unless results of its articles are missing or damaged; return the keys of these.

    Raises:
        OSError: a file cannot be written.
    """
    from kzcheck.corpus import tables  # noqa: PLC0415 - with Arrow, which audits do without

    loaded = {key: load(part.folder, key) for key in part.keys}
    lost = [key for key, made in loaded.items() if made is None]
    if not lost:
        tables.write(part.folder / "tables", part.number, filter(None, loaded.values()))
    return lost
