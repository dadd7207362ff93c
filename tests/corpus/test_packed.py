"""Articles in tar archives are audited as if they were unpacked."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.corpus.conftest import NOW, content

from kzcheck.corpus import auditing, judging, manifest, packed, work
from kzcheck.corpus.auditing import Asked
from kzcheck.corpus.engine import Watch
from kzcheck.corpus.judging import Job, Order
from kzcheck.corpus.packed import Packed
from kzcheck.corpus.rows import TABLES
from kzcheck.corpus.work import Reading
from kzcheck.errors import UnreadableError, UsageError
from kzcheck.readers import files
from kzcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

pytest.importorskip("distributed", reason="the extra cluster is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra cluster is not installed")

NOWHERE = "nowhere://x"
"""An address that is refused: whoever gives it does not expect that work is left."""
BROKEN = 9
"""The number of the article whose XML breaks off."""


def jats(number: int, text: str = "Rivers never were") -> bytes:
    """Return an invented article with a DOI that is none, and a reference without a title."""
    doi = "10.5555" if number % 2 else "10.5555/river"
    whole = f"""<article><front><article-meta><title-group><article-title>Rivers {number}</article-title>
</title-group></article-meta></front><body><sec><title>Rivers</title>
<p>{text} (<xref ref-type="bibr" rid="B1">1</xref>), it is said.</p>
</sec></body><back><ref-list><ref id="B1"><label>1</label><element-citation publication-type="journal"><person-group><name>
<surname>Öztürk</surname><given-names>C</given-names></name></person-group><article-title>Rivers that never were</article-title>
<source>Journal of Invented Geography</source><year>2010</year><pub-id pub-id-type="doi">{doi}</pub-id></element-citation></ref>
<ref id="B2"><label>2</label><element-citation publication-type="book"><year>2001</year><uri>https://example.org</uri>
</element-citation></ref></ref-list></back></article>"""
    return whole.encode()[: -300 if number == BROKEN else None]


def pack(archive: Path, members: Iterable[tuple[str, bytes]]) -> Path:
    mode = "w:gz" if archive.suffix == ".gz" else "w"
    with tarfile.open(archive, mode) as opened:  # type: ignore[call-overload]
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            opened.addfile(member, io.BytesIO(data))
    return archive


ARTICLES = {f"PMC00{number % 2}/PMC{number}.{'n' * (number % 3 == 0)}xml": jats(number) for number in range(12)}
OTHERS = {"PMC000/figure.jpg": b"\xff\xd8", "PMC000/other.xml": b"<data/>", "PMC001/._PMC1.xml": b"\0\5", "README.txt": b"Articles"}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of twelve articles, one of which cannot be read, and of other files."""
    return pack(tmp_path_factory.mktemp("dumps") / "dump.tar.gz", {**OTHERS, **ARTICLES}.items())


@pytest.fixture(scope="module")
def undisturbed(dump: Path, scheduler: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of their corpus, audited without interruption."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    summary = auditing.audit(Asked([str(dump)], folder, scheduler=scheduler), NOW)
    assert summary.states == {"audited": 11, "unreadable": 1}
    return folder


def listed(folder: Path, archive: Path) -> list[str]:
    with Packed(folder) as kept:
        return [found.name for found in kept.articles(archive)]


def test_results_are_those_of_the_unpacked_articles(dump, undisturbed, scheduler, tmp_path):
    unpacked = tmp_path / "unpacked"
    for name, data in ARTICLES.items():
        (unpacked / name).parent.mkdir(parents=True, exist_ok=True)
        (unpacked / name).write_bytes(data)
    auditing.audit(Asked([str(unpacked)], tmp_path / "out", scheduler=scheduler), NOW)
    for table in TABLES:
        rows, others = (parquet.read_table(out / "tables" / table).to_pylist() for out in (undisturbed, tmp_path / "out"))
        assert rows or table == "resolutions"
        for row, other in zip(rows, others, strict=True):
            assert row.pop("article") == f"{dump}{other.pop('article').removeprefix(str(unpacked))}"
            page, other_page = row.pop("page", None), other.pop("page", None)
            assert row == other
            if page or other_page:
                assert (undisturbed / page).read_bytes() == (tmp_path / "out" / other_page).read_bytes()


def test_a_damaged_archive_is_audited_to_the_damage_and_has_a_line(kzcheck, scheduler, tmp_path):
    whole = pack(tmp_path / "whole.tar", ARTICLES.items()).read_bytes()
    (tmp_path / "cut.tar").write_bytes(whole[: whole.index(b"PMC001/PMC11.xml") + 1000])
    ran = kzcheck("corpus", "audit", "cut.tar", "--out", "out", "--offline", "--scheduler", scheduler, cwd=tmp_path)
    assert ran.returncode == 1
    assert ran.stdout == "10 articles audited; 2 unreadable; the tables are in out/tables\n"
    wrong = "cannot be read to its end: unexpected end of data; the articles before are audited; fetch it again"
    assert f"kzcheck: cut.tar: not audited: {wrong}\n" in ran.stderr
    assert "kzcheck: cut.tar/PMC001/PMC9.nxml: not audited: PMC9.nxml:" in ran.stderr


def test_an_archive_is_read_once_and_known_by_its_size_and_time(dump, undisturbed, tmp_path):
    out, moved = tmp_path / "out", dump.with_name("moved")
    shutil.copytree(undisturbed, out)
    before, status = content(out), dump.stat()
    dump.rename(moved)
    try:
        dump.write_bytes(bytes(status.st_size))
        os.utime(dump, ns=(status.st_atime_ns, status.st_mtime_ns))
        auditing.audit(Asked([str(dump)], out, scheduler=NOWHERE), datetime.now(UTC))
    finally:
        moved.replace(dump)
    assert content(out) == before


def test_a_killed_command_loses_nothing(dump, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    with manifest.opened(out, NOW):
        pass
    command = [sys.executable, "-m", "kzcheck", "corpus", "audit", dump, "--out", out, "--offline", "--scheduler", scheduler]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while not any((out / "results").glob("*/*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    auditing.audit(Asked([str(dump)], out, scheduler=scheduler), datetime.now(UTC))
    assert content(out) == content(undisturbed)


def test_an_archive_that_was_read_in_part_is_read_again(dump, undisturbed, scheduler, tmp_path):
    out = tmp_path / "out"
    with manifest.opened(out, NOW), suppress(KeyboardInterrupt), Packed(out) as kept:
        next(kept.articles(dump))
        raise KeyboardInterrupt
    auditing.audit(Asked([str(dump)], out, scheduler=scheduler), datetime.now(UTC))
    assert content(out) == content(undisturbed)


def test_of_an_archive_that_has_changed_only_changed_articles_are_audited_again(scheduler, tmp_path):
    out, folder = tmp_path / "out", tmp_path / "packages"
    folder.mkdir()
    changed, said = pack(folder / "dump.tar", ARTICLES.items()), []
    asked = Asked([str(folder), str(changed)], out, scheduler=scheduler)
    auditing.audit(asked, NOW, Watch(say=said.append))
    pack(changed, [("PMC000/PMC0.nxml", jats(0, "Lakes never were")), *[*ARTICLES.items()][1:-1]])
    summary = auditing.audit(asked, NOW, Watch(say=said.append))
    assert [line.partition(",")[0].partition(";")[0] for line in said] == [
        "12 articles to audit",
        "1 article of an earlier run not in the sources any more",
        "1 article to audit",
    ]
    assert summary.states == {"audited": 10, "unreadable": 1}


def test_settings_beside_an_archive_hold_for_its_articles(scheduler, tmp_path):
    archive = pack(tmp_path / "dump.tar", ARTICLES.items())
    (tmp_path / "kzcheck.toml").write_text('select = ["REF201"]\n')
    auditing.audit(Asked([str(archive)], tmp_path / "out", scheduler=scheduler), NOW)
    codes = {row["code"] for row in parquet.read_table(tmp_path / "out" / "tables" / "findings").to_pylist()}
    assert codes == {"REF201"}


def test_archives_without_articles_are_named_and_those_no_longer_asked_for_are_forgotten(dump, undisturbed, tmp_path):
    out, said = tmp_path / "out", []
    shutil.copytree(undisturbed, out)
    others = pack(tmp_path / "others.tar", OTHERS.items())
    with pytest.raises(UsageError, match="no manuscript and no list of references there"):
        auditing.audit(Asked([str(others)], out, scheduler=NOWHERE), NOW, Watch(say=said.append))
    assert said == [f"{others}: no JATS article (.xml, .nxml) in this archive"]
    assert listed(out, dump)
    with Packed(out):
        pass
    assert not (out / packed.NAME).exists()


def test_names_in_archives_lead_nowhere_and_the_last_of_a_name_counts(tmp_path):
    whole = b"<article><front/>" + bytes(files.LARGEST)
    names = ["../../up.xml", "/etc/root.xml", "a/../twice.xml", "./twice.xml", ".git/x.xml", "n" * 3000 + ".xml", "new\nline.xml"]
    archive = pack(tmp_path / "odd.tar", [*((name, jats(number)) for number, name in enumerate(names)), ("large.xml", whole)])
    (tmp_path / "out").mkdir()
    with Packed(tmp_path / "out") as kept:
        found = {article.name: article.number for article in kept.articles(archive)}
    assert [*found] == ["up.xml", "etc/root.xml", "twice.xml", "n" * 3000 + ".xml", "new\\nline.xml", "large.xml"]
    assert packed.article(tmp_path / "out", found["twice.xml"]).title == "Rivers 3"
    with pytest.raises(UnreadableError, match=r"large\.xml: is larger than 64 MiB; split it"):
        packed.article(tmp_path / "out", found["large.xml"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["odd.tar", "out", packed.NAME]


def test_an_article_in_an_archive_has_questions_like_any_other(dump, undisturbed, tmp_path):
    shutil.copy(undisturbed / packed.NAME, tmp_path)
    with Packed(tmp_path) as kept:
        first = next(kept.articles(dump))
    assert work.read(Reading(tmp_path, "0f", dump, Settings(), packed=first.number))
    assert b"Rivers that never were" in work.kept(tmp_path, "0f").read_bytes()


def test_a_damaged_file_of_articles_is_said_in_one_line(dump, undisturbed, tmp_path):
    whole = (undisturbed / packed.NAME).read_bytes()
    for damaged in (b"?" * len(whole), whole[:4096] + b"?" * (len(whole) - 4096)):
        (tmp_path / packed.NAME).write_bytes(damaged)
        with pytest.raises(UsageError, match=r"packed.sqlite: cannot be used \(.*\); remove it, and the archives are read again"):
            listed(tmp_path, dump)


def test_a_worker_that_does_not_see_the_articles_of_archives_stops_the_work(dump, tmp_path):
    with pytest.raises(UsageError, match=r"a worker cannot read it .*; workers need this folder at the same path"):
        judging.judge(Job("gone", dump, "0f", tmp_path, Order(NOW), packed=1))
