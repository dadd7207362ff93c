"""Corpora, audited by workers of a Dask scheduler that runs elsewhere: its own processes, known by their address."""

from __future__ import annotations

import json
import pickle
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from tests.corpus.conftest import NOW, content, running

from kzcheck.corpus import auditing, judging, manifest
from kzcheck.corpus.auditing import Asked
from kzcheck.corpus.engine import Watch
from kzcheck.corpus.judging import Job, Order
from kzcheck.csl import to_json
from kzcheck.errors import UsageError
from kzcheck.index import sending
from kzcheck.index.opensearch import Server
from kzcheck.settings import NetworkSettings, ServiceSettings, Settings
from lab import play_crossref
from lab.play_opensearch import OpenSearch
from lab.server import Answer, Call, Lab
from lab.services import Services, down
from lab.snapshots import crossref, lines
from lab.works import articles as made_works

pytest.importorskip("distributed", reason="the extra cluster is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra cluster is not installed")

NOWHERE = "nowhere://x"
"""An address that is refused: whoever gives it does not expect that work is left."""
BROKEN = 7
"""The number of the article whose list is no list."""
LONG = 20
"""The number of the article whose page is the largest file of all."""
REFERENCES = """\
references:
- id: "1"
  type: book
  author: [{{family: Iskakova, given: A. B.}}]
  title: A Grammar of Invented Things, volume {number}
  publisher: Steppe Press
  issued: 2001
  URL: https://example.org/{number}
- id: "2"
  type: article-journal
  title: Rivers that never were
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty articles, of which one cannot be read."""
    folder = tmp_path_factory.mktemp("articles")
    for number in range(40):
        (folder / f"{number:02}").mkdir()
        text = "- [" if number == BROKEN else REFERENCES.format(number=number)
        text += "".join(
            f'- {{id: "{extra}", type: book, title: "Grammar {extra}"}}\n' for extra in range(3, 200 * (number == LONG))
        )
        (folder / f"{number:02}" / "references.yaml").write_text(text)
    return folder


@pytest.fixture(scope="module")
def undisturbed(articles: Path, scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of their corpus, audited without interruption."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    summary = auditing.audit(Asked([str(articles)], folder, scheduler=scheduler), NOW)
    assert summary.states == {"audited": 39, "unreadable": 1}
    return folder


def command(articles: Path, out: Path, scheduler: str | None = None) -> list[str]:
    address = ["--scheduler", scheduler] if scheduler else []
    return [sys.executable, "-m", "kzcheck", "corpus", "audit", str(articles), "--out", str(out), "--offline", *address]


def begun(articles: Path, out: Path, scheduler: str) -> subprocess.Popen[str]:
    """Return a corpus audit in a process of its own that has some results, and is far from all of them."""
    with manifest.opened(out, NOW):
        pass
    process = subprocess.Popen(command(articles, out, scheduler), stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True)
    while not any((out / "results").glob("*/*")):
        assert process.poll() is None
        time.sleep(0.01)
    return process


def test_all_articles_are_in_the_tables_and_have_pages(articles, undisturbed):
    table = parquet.read_table(undisturbed / "tables" / "articles").to_pylist()
    assert [row["article"] for row in table] == [f"{articles}/{number:02}" for number in range(40)]
    assert [number for number, row in enumerate(table) if row["state"] == "unreadable"] == [BROKEN]
    assert "references.yaml:1:4" in table[BROKEN]["reason"]
    assert all((undisturbed / row["page"]).read_text("utf-8").startswith("<!DOCTYPE html>") for row in table if row["page"])
    assert {row["time"] for row in table} == {NOW, None}


def test_a_finished_audit_has_nothing_left_to_do(articles, undisturbed):
    before = content(undisturbed)
    auditing.audit(Asked([str(articles)], undisturbed, scheduler=NOWHERE), datetime.now(UTC))
    assert content(undisturbed) == before


def test_a_killed_client_loses_nothing(articles, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    process = begun(articles, out, scheduler)
    process.kill()
    process.communicate()
    auditing.audit(Asked([str(articles)], out, scheduler=scheduler), datetime.now(UTC))
    assert content(out) == content(undisturbed)


def test_an_interrupt_is_a_pause(articles, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    process = begun(articles, out, scheduler)
    process.send_signal(signal.SIGINT)
    said = process.communicate()[1].splitlines()
    assert said[-1] == "kzcheck: paused; nothing is lost: run the same command again to go on"
    assert process.returncode == 3
    auditing.audit(Asked([str(articles)], out, scheduler=scheduler), datetime.now(UTC))
    assert content(out) == content(undisturbed)


def test_a_scheduler_that_ends_is_said_in_one_line(articles, tmp_path):
    with running(tmp_path) as (address, process):
        client = subprocess.Popen(command(articles, tmp_path / "out", address), stderr=subprocess.PIPE, encoding="utf-8")
        assert client.stderr
        assert "40 articles to audit, as soon as workers come" in client.stderr.readline()
        process.kill()
        said = client.communicate()[1]
    assert said == "kzcheck: the scheduler is gone; nothing is lost: run the same command again to go on\n"
    assert client.returncode == 3


def test_a_full_disk_is_said_in_one_line_and_loses_nothing(articles, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    with manifest.opened(out, NOW):
        pass
    most = (90_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1])  # bytes of a file: fewer than one page has
    full = subprocess.run(
        command(articles, out),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, most),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert full.returncode == 3
    assert full.stderr.splitlines()[-1].endswith(": File too large; nothing is lost: run the same command again to go on")
    auditing.audit(Asked([str(articles)], out, scheduler=scheduler), datetime.now(UTC))
    assert content(out) == content(undisturbed)


def test_only_what_has_changed_is_audited_again_and_nothing_else_is_kept(articles, scheduler, tmp_path):
    changed, out = tmp_path / "articles", tmp_path / "out"
    shutil.copytree(articles, changed)
    said: list[str] = []
    watch = Watch(say=said.append)
    auditing.audit(Asked([str(changed)], out, scheduler=scheduler), NOW, watch)
    before = content(out)
    (changed / "00" / "references.yaml").write_text(REFERENCES.format(number="changed"))
    shutil.rmtree(changed / "39")
    (out / "results" / "00").mkdir(exist_ok=True)
    (out / "results" / "00" / ".kzcheck-0.tmp").write_text("left by a process that was killed")
    summary = auditing.audit(Asked([str(changed)], out, scheduler=scheduler), NOW, watch)
    assert [re.split(",|;", line)[0] for line in said] == [
        "40 articles to audit",
        "1 article of an earlier run not in the sources any more",
        "1 article to audit",
    ]
    assert summary.states == {"audited": 38, "unreadable": 1}
    after = content(out)
    kept = {name for name in before if not name.startswith("tables")} & after.keys()
    assert len(kept) == 38 + 37  # results and pages, of which the unreadable article has none
    assert len(after) == len(before) - 2


def test_a_source_that_is_empty_by_mistake_removes_nothing(undisturbed, scheduler, tmp_path):
    (tmp_path / "empty").mkdir()
    before = content(undisturbed)
    with pytest.raises(UsageError, match="no manuscript and no list of references there"):
        auditing.audit(Asked([str(tmp_path / "empty")], undisturbed, scheduler=scheduler), NOW)
    with manifest.opened(undisturbed, NOW) as corpus:
        assert corpus.states() == {"audited": 39, "unreadable": 1}
    assert content(undisturbed) == before


def test_results_that_were_damaged_or_removed_are_made_again_and_files_of_others_stay(articles, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(undisturbed, out)
    rows = parquet.read_table(out / "tables" / "articles").to_pylist()
    (out / rows[0]["page"]).unlink()
    result = out / "results" / Path(rows[1]["page"]).parent.name / Path(rows[1]["page"]).stem
    result.write_bytes(result.read_bytes()[:20])  # as a loss of power leaves it
    shutil.rmtree(out / "tables" / "pages")
    (out / "tables" / "pages").mkdir()
    ours = [out / "tables" / "pages" / ".DS_Store", result.parent / "notes.txt", out / "articles" / "zz" / "a" / "main.tex"]
    for path in ours:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Mine")
    auditing.audit(Asked([str(articles)], out, scheduler=scheduler), NOW)
    kept = content(out)
    assert [kept.pop(path.relative_to(out).as_posix()) for path in ours] == [b"Mine"] * 3
    assert kept == content(undisturbed)


def test_other_rules_give_other_results(articles, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(undisturbed, out)
    auditing.audit(Asked([str(articles)], out, ("REF201",), scheduler=scheduler), NOW)
    codes = {row["code"] for row in parquet.read_table(out / "tables" / "findings").to_pylist()}
    assert codes == {"REF201"}


def test_articles_that_could_not_be_audited_have_a_line_each(articles, undisturbed):
    ran = subprocess.run(command(articles, undisturbed), capture_output=True, encoding="utf-8", check=False)
    assert ran.stdout == f"39 articles audited; 1 unreadable; the tables are in {undisturbed}/tables\n"
    assert ran.stderr.startswith(f"kzcheck: {articles}/07: not audited: references.yaml:1:4: ")
    assert ran.stderr.count("\n") == 1
    assert ran.returncode == 1


def test_an_article_that_ends_its_reader_or_eats_memory_stops_no_other(articles, scheduler, tmp_path):
    for name in ("crashes", "first", "grows", "last"):
        shutil.copytree(articles / "00", tmp_path / "articles" / name)
    out = tmp_path / "out"
    summary = auditing.audit(Asked([str(tmp_path / "articles")], out, scheduler=scheduler), NOW)
    assert summary.states == {"audited": 2, "crashed": 1, "too-large": 1}
    assert summary.failed == [
        (f"{tmp_path}/articles/crashes", "its audit ended (SIGABRT)"),
        (f"{tmp_path}/articles/grows", "its audit took more than 2,048 MiB of memory"),
    ]
    rows = parquet.read_table(out / "tables" / "articles").to_pylist()
    assert [row["state"] for row in rows] == ["crashed", "audited", "too-large", "audited"]
    auditing.audit(Asked([str(tmp_path / "articles")], out, scheduler=NOWHERE), NOW)


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with an article, an empty folder and a file."""
    (tmp_path / "articles" / "a").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "articles" / "a" / "references.yaml").write_text(REFERENCES)
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        (Asked(["articles"], Path("articles/out")), "--out articles/out: is in articles, which is audited"),
        (Asked(["articles/a"], Path("file")), r"file: cannot be a folder for results \(File exists\); name another one"),
        (Asked(["articles"], Path("out"), ("NONE9",)), 'no rule has the code or name "NONE9"'),
        (Asked(["empty"], Path("out")), "empty: no manuscript and no list of references there"),
    ],
)
@pytest.mark.usefixtures("odd")
def test_wrong_use_is_refused(asked, wrong):
    with pytest.raises(UsageError, match=f"^{wrong}"):
        auditing.audit(asked, NOW)


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--out", "."], ".: is not empty, and not the folder of a corpus; name another one"),
        (["--out", "busy"], "busy: another kzcheck is at work there; wait for it, or name another folder"),
        (["--out", "out", "--scheduler", NOWHERE], f"there is no Dask scheduler at {NOWHERE};"),
        (["--out", "out", "--scheduler", "tls://127.0.0.1:9"], "there is no Dask scheduler at tls:"),
    ],
)
def test_wrong_use_is_said_in_one_line(kzcheck, odd, arguments, wrong):
    with manifest.opened(odd / "busy", NOW):
        ran = kzcheck("corpus", "audit", "articles", "--offline", *arguments, cwd=odd)
    assert ran.stderr.startswith(f"kzcheck: {wrong}")
    assert ran.stderr.count("\n") == 1
    assert ran.returncode == 2


def test_settings_of_an_article_hold_and_wrong_ones_stop_only_it(scheduler, articles, tmp_path):
    shutil.copytree(articles / "00", tmp_path / "articles" / "set")
    shutil.copytree(articles / "00", tmp_path / "articles" / "wrong")
    (tmp_path / "articles" / "set" / "kzcheck.toml").write_text('select = ["REF201"]\n')
    (tmp_path / "articles" / "wrong" / "kzcheck.toml").write_text('select = ["NONE9"]\n')
    summary = auditing.audit(Asked([str(tmp_path / "articles")], tmp_path / "out", scheduler=scheduler), NOW)
    assert [(Path(name).name, reason.partition(";")[0]) for name, reason in summary.failed] == [
        ("wrong", 'kzcheck.toml:1: no rule has the code or name "NONE9"')
    ]
    codes = {row["code"] for row in parquet.read_table(tmp_path / "out" / "tables" / "findings").to_pylist()}
    assert codes == {"REF201"}


def test_keys_of_services_never_leave_the_client(tmp_path, mine):
    mine.write_text(
        'select = ["REF"]\n[services.crossref]\nkey = "s3cret-of-a-file"\n'
        '[services.opensearch]\nurl = "https://me:s3cret@works.example.org/index"\n'
    )
    configured = judging.configured(tmp_path, Order(NOW), {"KZCHECK_SERVICES_OPENALEX_KEY": "s3cret-of-mine"})
    assert configured.settings.select == ("REF",)
    assert b"s3cret" not in pickle.dumps(configured)
    assert b"works.example.org" not in pickle.dumps(configured)


def test_results_do_not_depend_on_how_services_are_asked(tmp_path):
    variables = {"KZCHECK_SERVICES_OPENALEX_KEY": "a-key", "KZCHECK_CONTACT": "me@example.org"}
    digests = {judging.configured(tmp_path, Order(NOW), environment).digest for environment in (variables, {})}
    assert len(digests) == 1


def test_results_are_made_anew_if_another_opensearch_is_named_and_may_be_asked():
    named = Settings(services={"opensearch": ServiceSettings(url="https://works.example.org/index")})
    assert judging.sources_at_hand(named, offline=True) == judging.sources_at_hand(Settings(), offline=True)
    with_key = Settings(services={"opensearch": ServiceSettings(url="https://works.example.org/index", key="ada:secret")})
    online = [judging.sources_at_hand(settings, offline=False) for settings in (named, with_key, Settings())]
    assert online[0] == online[1] != online[2]


def test_an_article_that_a_worker_does_not_see_stops_the_work(tmp_path):
    with pytest.raises(UsageError, match="gone: a worker does not see it; workers need the articles at the same paths"):
        judging.judge(Job("gone", tmp_path / "gone", "0f", tmp_path, Order(NOW)))


def test_online_the_works_of_all_articles_are_asked_about_together_and_failures_are_asked_again(scheduler, tmp_path, monkeypatch):
    works = tuple(made_works(3))
    for number in range(3):
        (tmp_path / f"{number}.json").write_text(
            json.dumps([{**to_json(work), "id": f"r{work.id}"} for work in works[: number + 1]])
        )
    out = tmp_path / "corpus" / "out"
    with Services(works, handlers={"crossref": down(403)}) as services:
        own = {"WAYBACK_ENABLED": "false", "OPENSEARCH_URL": "http://127.0.0.1:9/works"}
        for name, value in {**services.environment, **{f"KZCHECK_SERVICES_{name}": value for name, value in own.items()}}.items():
            monkeypatch.setenv(name, value)
        asked = Asked([f"{tmp_path}/{number}.json" for number in range(3)], out, ("WORK",), offline=False, scheduler=scheduler)

        said: list[str] = []
        assert auditing.audit(asked, NOW, Watch(say=said.append)) == ({"audited": 3}, [], 3)
        assert "127.0.0.1:9: OpenSearch could not be reached; works are not looked up there" in said
        services.handlers["crossref"] = partial(play_crossref.answer, works)
        services.lab.calls.clear()
        assert auditing.audit(asked, NOW) == ({"audited": 3}, [], 0)
        assert [service for service, _ in services.asked] == ["crossref"]
        services.lab.calls.clear()
        auditing.audit(asked._replace(scheduler=NOWHERE), NOW)
        assert services.asked == []
    table = parquet.read_table(out / "tables" / "resolutions").to_pylist()
    assert {(row["article"][-6:], row["service"]) for row in table} == {(f"{number}.json", "crossref") for number in range(3)}


def test_online_a_houses_opensearch_is_asked_by_the_client_and_workers_have_its_answers(scheduler, tmp_path, monkeypatch):
    house, calls = OpenSearch(), []
    for number in range(3):
        entry = {
            "id": "k",
            "type": "article-journal",
            "title": f"The glaciers of valley {number} and what became of them",
            "author": [{"family": f"Name{number}", "given": "A."}],
            "container-title": "Journal of Invented Ice",
            "issued": {"date-parts": [[1990 + number]]},
        }
        (tmp_path / f"{number}.json").write_text(json.dumps([entry]))
    (tmp_path / "works.jsonl").write_bytes(lines(map(crossref, range(9))))

    def heard(call: Call) -> Answer:
        calls.append(call)
        return house(call)

    with Lab(heard) as lab, Services([]) as services:
        own = {"WAYBACK_ENABLED": "false", "OPENSEARCH_URL": f"{lab.url}/works", "OPENSEARCH_KEY": "ada:secret"}
        sending.send([tmp_path / "works.jsonl"], Server(ServiceSettings(url=own["OPENSEARCH_URL"]), NetworkSettings()))
        calls.clear()
        for name, value in {**services.environment, **{f"KZCHECK_SERVICES_{name}": value for name, value in own.items()}}.items():
            monkeypatch.setenv(name, value)
        asked = Asked(
            [f"{tmp_path}/{number}.json" for number in range(3)], tmp_path / "out", ("WORK",), offline=False, scheduler=scheduler
        )

        assert auditing.audit(asked, NOW) == ({"audited": 3}, [], 0)
        assert services.asked == []
    assert [call.path.partition("?")[0] for call in calls] == ["/works/_search", "/works/_mapping", "/works/_msearch"]
    assert {call.headers["authorization"] for call in calls} == {"Basic YWRhOnNlY3JldA=="}
    table = parquet.read_table(tmp_path / "out" / "tables" / "resolutions").to_pylist()
    assert sorted((row["article"][-6:], row["service"], f"{row['time']:%Y-%m-%d}") for row in table) == [
        (f"{number}.json", "crossref", "2025-03-02") for number in range(3)
    ]
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert not [word for word in ("secret", lab.servers[0]) if word.encode() in everything]
