"""Gathers what the audits of a corpus need, for all articles at once: it is read, services are asked, and pages are visited.

In rounds, workers say what is open about each article, and the client asks, a house's own OpenSearch before services; then workers
visit pages. Answers are kept in one file, from which each article is audited as if it had been gathered alone. Nothing that was
answered is asked again, whoever is killed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kzcheck.corpus import looking, work
from kzcheck.corpus.asking import Asker
from kzcheck.corpus.engine import Stopped
from kzcheck.corpus.todo import NAME, SETTLED, Todo
from kzcheck.corpus.work import ANSWERS, FOLDER, Survey
from kzcheck.gather import endpoints
from kzcheck.gather.answers import AnswerFile
from kzcheck.gather.house import House

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kzcheck.corpus.asking import Gathering
    from kzcheck.corpus.work import Reading

R = TypeVar("R")
READING, SURVEYING, CHOOSING = "reading articles", "looking what to ask", "looking what to archive"
ASKING_HOUSE = "asking OpenSearch"
SECONDS = 300.0
"""What a job about one article may take."""
MEMORY = 2 << 30
"""Bytes of address space for it."""
TOGETHER = 20
"""Questions to OpenSearch that share a request: it has ten seconds for them."""
ASKING = "kzcheck-services"
"""The name under which one corpus at a time asks services, of all that share a cluster."""


def gather(gathering: Gathering, jobs: Iterable[Reading]) -> None:
    """Gather answers for articles into the folder of their corpus. Failures of earlier runs are forgotten, and asked again.

    Raises:
        KeyboardInterrupt: after Ctrl-C; all answers so far are kept.
        UsageError: the file of answers is damaged.
        OSError: the disk is full; all answers so far are kept.
        BrokenOffError: the cluster is gone; all answers so far are kept.
    """
    folder, house = gathering.folder, House(gathering.settings, gathering.watch.say)
    (folder / FOLDER).mkdir(exist_ok=True)
    with AnswerFile(folder / ANSWERS) as answers:
        answers.forget_failures()
        answers.put_silent(endpoints.silent(gathering.settings))
        if (held := house.held()) is not None:
            answers.put_house(held)
    with Todo(folder / FOLDER / NAME) as todo:
        _read(gathering, jobs, todo)
        _ask(gathering, todo, house)
        with AnswerFile(folder / ANSWERS) as answers:
            looking.look(gathering, todo, answers)
        _archive(gathering, todo)


def _read(gathering: Gathering, jobs: Iterable[Reading], todo: Todo) -> None:
    """Read the articles; one that cannot be read has no questions, and its audit says why."""
    for done, (job, has_questions) in enumerate(gathering.cluster.map(work.read, jobs, seconds=SECONDS, memory=MEMORY), 1):
        if has_questions is True:
            todo.enter(job.key)
        gathering.watch.progress(READING, done, done)


def _ask(gathering: Gathering, todo: Todo, house: House) -> None:
    """Ask in rounds until no article has an open question."""
    asker, turn = Asker(todo, gathering), 0
    while total := todo.count(turn):
        for key, surveyed in _surveyed(gathering, SURVEYING, work.survey, todo.of_round(turn), total):
            if isinstance(surveyed, Stopped):
                todo.settle(key, SETTLED)
                continue
            todo.ask_house(surveyed.of_house)
            todo.ask(surveyed.questions)
            todo.link(surveyed.links.items(), {url: work.shard(url) for url in surveyed.links})
            todo.settle(key, turn + 1 if surveyed.of_house or surveyed.questions else SETTLED)
        turn += 1
        if todo.count(turn):
            with gathering.cluster.alone(ASKING), AnswerFile(gathering.folder / ANSWERS) as answers:
                _ask_house(gathering, todo, house, answers)
                asker.ask(answers)


def _ask_house(gathering: Gathering, todo: Todo, house: House, answers: AnswerFile) -> None:
    """Ask a house's own OpenSearch, one request after another, until it has no open question."""
    total, done = todo.open_of_house(), 0
    while questions := todo.next_of_house(TOGETHER):
        answers.put_house_answers(zip(questions, house.answers(questions), strict=True))
        todo.answered_of_house(questions)
        done += len(questions)
        gathering.watch.progress(ASKING_HOUSE, done, total)


def _archive(gathering: Gathering, todo: Todo) -> None:
    """Ask the archive about the pages that the articles give."""
    if endpoints.archive(gathering.settings) is None:
        return
    for _, wanted in _surveyed(gathering, CHOOSING, work.copies, todo.all(), todo.count(SETTLED)):
        if not isinstance(wanted, Stopped):
            todo.archive(wanted)
    with gathering.cluster.alone(ASKING), AnswerFile(gathering.folder / ANSWERS) as answers:
        looking.archive(gathering, todo, answers)


def _surveyed(
    gathering: Gathering, task: str, function: Callable[[Survey], R], keys: Iterator[str], total: int
) -> Iterator[tuple[str, R | Stopped]]:
    """Yield the keys of articles with what a function says of each."""
    surveys = (Survey(gathering.folder, key, gathering.gathered) for key in keys)
    results = gathering.cluster.map(function, surveys, seconds=SECONDS, memory=MEMORY)
    for done, (job, result) in enumerate(results, 1):
        yield job.key, result
        gathering.watch.progress(task, done, total)
