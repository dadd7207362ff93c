"""The edge of the process: closed, full and narrow streams, interruptions, invalid options."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Edit, Run

FULL = Path("/dev/full")
MOMENTS = 10
"""At which Ctrl-C is pressed during a short audit."""


@pytest.fixture
def broken(folder: Path, edit: Edit) -> Path:
    """The article with an error in it."""
    edit(folder / "claims.yaml", 'cites: ["1"]', 'cites: ["17"]')
    return folder


def shell(command: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of bash with KZCHECK and ARTICLE set."""
    env = {**os.environ, "KZCHECK": f"{sys.executable} -m kzcheck", "ARTICLE": str(path)}
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=env)


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&- >&- 2>&-", "| true"])
@pytest.mark.parametrize("form", ["terminal", "json"])
def test_a_reader_that_went_away_does_not_change_the_exit_code(broken: Path, closing: str, form: str):
    done = shell(f'set -o pipefail; $KZCHECK audit "$ARTICLE" --offline --format {form} {closing}', broken)

    assert done.returncode == 1
    assert done.stderr == ""


@pytest.mark.skipif(not FULL.exists(), reason="no such device here")
@pytest.mark.parametrize("arguments", ['audit "$ARTICLE" --offline', "rule", "schema report", "--help", "--version"])
def test_a_full_disk_is_one_line(folder: Path, arguments: str):
    done = shell(f"$KZCHECK {arguments} > /dev/full", folder)

    assert done.returncode == 2
    assert done.stderr.startswith("kzcheck: standard output: cannot be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not FULL.exists(), reason="no such device here")
@pytest.mark.parametrize("stream", ["2>&-", "2> /dev/full"])
def test_an_error_without_a_working_stream_keeps_its_exit_code(tmp_path: Path, stream: str):
    assert shell(f'$KZCHECK audit "$ARTICLE/nowhere" {stream}', tmp_path).returncode == 3


@pytest.mark.skipif(not FULL.exists(), reason="no such device here")
def test_a_file_that_cannot_be_written_does_not_prevent_other_reports(broken: Path):
    (broken / "report.html").write_text("kzcheck 0.1.0  the last one", "utf-8")
    files = '--write "$ARTICLE/report.html" --write "$ARTICLE/report.md" --save-evidence "$ARTICLE/evidence.json"'
    done = shell(f'ulimit -f 20; $KZCHECK audit "$ARTICLE" --offline {files}', broken)

    assert done.returncode == 2
    assert "CITE101" in done.stdout
    assert done.stderr == f"kzcheck: {broken / 'report.html'}: cannot be written: File too large\n"
    assert (broken / "report.html").read_text("utf-8") == "kzcheck 0.1.0  the last one"
    assert (broken / "report.md").exists()
    assert (broken / "evidence.json").exists()


@pytest.mark.skipif(not FULL.exists(), reason="no such device here")
def test_a_full_disk_under_the_printed_report_does_not_prevent_its_files(broken: Path):
    done = shell('$KZCHECK audit "$ARTICLE" --offline --write "$ARTICLE/report.json" > /dev/full', broken)

    assert done.returncode == 2
    assert json.loads((broken / "report.json").read_text("utf-8"))["findings"]


def test_an_article_is_audited_from_a_deleted_working_directory(broken: Path):
    done = shell('cd "$ARTICLE"; mkdir gone; cd gone; rmdir ../gone; $KZCHECK audit "$ARTICLE" --offline --format github', broken)

    assert done.returncode == 1
    assert "::error file=claims.yaml," in done.stdout


def test_output_for_programs_is_utf_8_in_any_locale(broken: Path):
    command = f'PYTHONIOENCODING=latin-1 $KZCHECK reference 2 --offline --path "{broken}" --format json | iconv -f utf-8 -t utf-8'
    done = shell(command, broken)

    assert json.loads(done.stdout)["item"]["author"] == [{"family": "Öztürk", "given": "Can"}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "--bogus"), "No such option: --bogus (Possible options: --verbose); see kzcheck audit --help"),
        (("bogus",), 'there is no command "bogus"; there are audit, baseline, claim, '),
        (("claim", "a", "b"), "Got unexpected extra argument"),
        (("audit", "--format", "xml"), '--format has no value "xml"; there are terminal, concise, json, '),
        (("claim",), "give the id of a claim or some words of it, or else --text and --source"),
        (("schema",), "Missing argument 'name'. Choose from: references, claims, "),
        (("rule", ""), 'no rule has the code or name ""'),
        (("audit", "--select", ""), "--select names no rule"),
        (("audit", "--select", " , "), "--select names no rule"),
        (("audit", "--\x1b[31m\u202e"), "No such option: "),
    ],
)
def test_wrong_use_is_one_line_with_a_remedy(kzcheck: Run, arguments: tuple[str, ...], said: str):
    done = kzcheck(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"kzcheck: {said}")
    assert done.stderr.removesuffix("\n").isprintable()


def test_kzcheck_alone_shows_its_commands(kzcheck: Run):
    assert "audit" in kzcheck().stdout


def test_the_list_of_rules_is_a_table(kzcheck: Run):
    assert kzcheck("rule", "ALL").stdout == kzcheck("rule").stdout


@pytest.fixture
def heeded() -> Iterator[None]:
    """Make SIGINT effective: shells start background jobs with it ignored, and child processes inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="no signals here")
@pytest.mark.usefixtures("heeded")
def test_ctrl_c_at_any_moment_prints_no_traceback(folder: Path):
    command = [sys.executable, "-m", "kzcheck", "audit", str(folder), "--offline"]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    took = time.monotonic() - started
    ends: Counter[tuple[int, int]] = Counter()
    for moment in range(1, MOMENTS + 1):
        times = 1 + moment % 2  # some press it twice
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(took * moment / MOMENTS)
            for _ in range(times):
                running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        ends[running.returncode, times] += 1
        if running.returncode in (1, -signal.SIGINT):
            assert "kzcheck/cli" not in err  # Python itself, before any of our code ran
        else:
            assert (running.returncode, err) in {(3, "kzcheck: interrupted\n"), (3, ""), (0, "")}

    assert ends[3, 1]
    assert ends[3, 2]


@pytest.mark.skipif(os.name == "nt", reason="no signals here")
@pytest.mark.usefixtures("heeded")
def test_ctrl_c_ends_with_one_line(folder: Path):
    with (folder / "references.yaml").open("a", encoding="utf-8") as out:
        out.writelines(f"- {{id: a{number}, type: book, title: Title {number}, issued: 2001}}\n" for number in range(45_000))
    command = [sys.executable, "-m", "kzcheck", "audit", str(folder), "--offline", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(1.5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()

    assert running.returncode == 3
    assert err == "kzcheck: interrupted\n" if not out else json.loads(out)["partial"]


def test_a_bug_of_ours_is_one_line_that_asks_for_a_report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def slip(**_: object) -> None:
        raise IndexError("out of range")

    monkeypatch.setattr(cli, "app", slip)
    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 3
    assert capsys.readouterr().err.startswith("kzcheck: this is a fault of kzcheck itself (test_streams.py, line ")


def test_a_device_is_neither_evidence_nor_settings(kzcheck: Run, folder: Path):
    assert kzcheck("audit", folder, "--evidence", "/dev/zero").stderr.startswith("kzcheck: /dev/zero: is not an ordinary file")

    (folder / "kzcheck.toml").symlink_to("/dev/zero")
    done = kzcheck("audit", folder)

    assert done.returncode == 2
    assert done.stderr.startswith("kzcheck: kzcheck.toml: is a symbolic link that leads out of the article's folder")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbfselect = ['ALL']\r\n"])
def test_settings_may_be_empty_or_from_windows(kzcheck: Run, folder: Path, content: bytes):
    (folder / "kzcheck.toml").write_bytes(content)

    assert kzcheck("audit", folder, "--offline").returncode == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"contact = '\xe9'\n", "kzcheck.toml:1:12: byte 12 is not UTF-8"),
        (b"\n[severity]\nREF9 = 'note'\n", 'kzcheck.toml:3: no rule has the code or name "REF9"; did you mean "REF209"?'),
        (b"[[ignore]]\ncode = ''\nreason = 'x'\n", 'kzcheck.toml:2: no rule has the code or name ""'),
        (b"select = ['REF',\n'NO']\n", 'kzcheck.toml:1: no rule has the code or name "NO"'),
    ],
)
def test_invalid_settings_are_reported_with_their_line(kzcheck: Run, folder: Path, content: bytes, said: str):
    (folder / "kzcheck.toml").write_bytes(content)
    done = kzcheck("audit", folder, "--offline", "--select", "CITE")

    assert done.returncode == 2
    assert done.stderr.startswith(f"kzcheck: {said}")


@pytest.mark.parametrize("path", ["x" * 5000, "no\x1b[31m\nsuch", "a/../b/..", "b\udcff"])
def test_odd_paths_are_one_printable_line(kzcheck: Run, path: str):
    done = kzcheck("audit", path)

    assert done.returncode == 3
    assert done.stderr.removesuffix("\n").isprintable()


def test_a_path_with_spaces_and_cyrillic_works_from_another_folder(kzcheck: Run, folder: Path):
    inner = folder / "моя статья [1]"
    inner.mkdir()
    for name in ("references.yaml", "claims.yaml"):
        (folder / name).rename(inner / name)

    assert kzcheck("audit", Path("..") / inner.name, "--offline", cwd=inner).returncode == 0


def test_only_rules_that_ran_are_counted(kzcheck: Run, folder: Path):
    assert "text and list: 1 rule that" in kzcheck("audit", folder, "--offline", "--select", "CITE101").stdout


def test_an_inline_ignore_of_an_unknown_rule_is_reported(kzcheck: Run, folder: Path, edit: Edit):
    edit(folder / "claims.yaml", "- id: c2", "- id: c2  # kzcheck: ignore[CITE1O4] seen")

    assert "the ignore for CITE1O4 hides nothing" in kzcheck("audit", folder, "--offline").stdout
