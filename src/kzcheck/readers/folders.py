"""Finds the files of an article: the lists and the claims in a folder, or those that were given by name."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.csl import TYPES
from kzcheck.errors import UnreadableError
from kzcheck.readers import drafts, files
from kzcheck.readers.configuration import territory
from kzcheck.readers.kinds import COPY, LISTS, OPENING
from kzcheck.readers.nodes import printable
from kzcheck.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

REFERENCES, CLAIMS = "references.yaml", "claims.yaml"
OTHER_CLAIMS = "claims.yml"

MADE = (".bbl",)
"""Suffixes of lists that LaTeX makes of others: only the reader of LaTeX asks for them."""
SUFFIXES = frozenset(suffix for form in LISTS.values() for suffix in form.suffixes if suffix not in MADE)
DOUBTFUL = frozenset((".json", ".yaml", ".yml", ".xml", ".txt", ".text"))
"""Suffixes of lists that other files have too."""
PREFERRED = (".yaml", ".yml", ".json", ".csljson", ".bib", ".bibtex")
"""Of several lists that only differ in their suffix, the first of these is read: they lose least."""

CSL = ("csl-json", "csl-yaml")
LIST_START = re.compile(r"\A\s*(?:\[|\{\s*\"(?:references|items|message)\")|^(?:references:|- )", re.MULTILINE)
CSL_TYPE = re.compile(rf"\btype[\"']?\s{{0,10}}:\s{{0,10}}[\"']?(?:{'|'.join(sorted(TYPES))})\b")
"""Signs of references in JSON and YAML, which can hold anything: a list, and in it a type of CSL."""

ABOVE, ABOVE_ALONE = 3, 1
"""Folders around a list that may hold its manuscript, in a git repository and without one."""
FEW = 4
"""Most lists that are taken for one article although nothing names them: theses keep up to 4."""
SHOWN = 5
"""Lists or manuscripts that a message names."""


class ArticleFiles(NamedTuple):
    """The files of an article: its folder, its lists and its claims, or the manuscript in their place.

    If a folder was `searched` for them, the manuscript that names its lists is read, too.

    `above` are the folders around it in which manuscripts of the lists may be, nearest first. `note` says what a search chose, in
    one line. If only their place says that the lists belong together, this is `supposed`.
    """

    folder: Path
    lists: tuple[Path, ...]
    claims: Path | None = None
    manuscript: Path | None = None
    note: str = ""
    supposed: bool = False
    above: tuple[Path, ...] = ()
    searched: bool = False

    def name(self, path: Path) -> str:
        """Return a file's name in locations and errors: its path from the article's folder, with `/`."""
        return printable(os.path.relpath(path, self.folder).replace(os.sep, "/"))


def together(paths: Sequence[Path]) -> tuple[Path, tuple[Path, ...]]:
    """Return the place of an article that was given as `paths`, and the files if these are several.

    Raises:
        UnreadableError: one of several is a folder, or they have no folder in common.
    """
    if len(paths) == 1:
        return paths[0], ()
    if folder := next((path for path in paths if path.is_dir()), None):
        raise UnreadableError(f"{printable(str(folder))}: is a folder; give one folder, or the lists of one article")
    parents = {path.parent for path in paths}
    if len(parents) == 1:
        return parents.pop(), tuple(dict.fromkeys(paths))
    try:
        absolute = [os.path.abspath(path) for path in parents]  # noqa: PTH100 - resolve() follows links
        return Path(os.path.commonpath(absolute)), tuple(dict.fromkeys(paths))
    except ValueError:
        raise UnreadableError("the lists are on different drives; put them into one folder") from None


def article_files(path: Path, given: Sequence[Path] = (), *, trusted: bool = False) -> ArticleFiles:
    """Return the files of the article at `path`, a folder or a list; `given` are its files if there are several.

    In a folder, `references.yaml` comes first, then the lists that manuscripts name, then the others if they are few. The claims
    beside the folder's lists belong to them, even if the lists were given by name; without claims, manuscripts in the folders
    above may be those of lists given by name. Unless the folder is `trusted`, symbolic links in it must not lead out of it.

    Raises:
        UnreadableError: there is no list, or too many to know which are the article's.
    """
    for place in given or (path,):
        try:
            place.stat()
        except (OSError, ValueError) as error:
            raise UnreadableError(f"{printable(str(place))}: {files.reason(error)}") from None
    folder = path if path.is_dir() else path.parent
    named = given or ((path,) if folder != path else ())
    lists = tuple(file for file in named if file.name not in (CLAIMS, FILE))
    claims = next((file for file in named if file.name == CLAIMS), None)
    manuscripts = [file for file in lists if drafts.is_manuscript(file, None if trusted else folder)]
    if len(manuscripts) > 1:
        raise UnreadableError(f"{_shown(folder, manuscripts)}: several manuscripts; audit each by itself")
    if manuscripts and claims:
        raise UnreadableError(f"{CLAIMS}: the sentences are read from {_shown(folder, manuscripts)}; leave {CLAIMS} out")
    if manuscripts:
        return ArticleFiles(folder, tuple(file for file in lists if file not in manuscripts), manuscript=manuscripts[0])
    if not lists:
        return _search(folder, None if trusted else folder)
    if claims is None and files.is_there(folder / CLAIMS):
        try:
            of_folder = _search(folder, None if trusted else folder)
        except UnreadableError:
            return ArticleFiles(folder, lists, above=_above(folder))
        claims = of_folder.claims if {*of_folder.lists} <= {*lists} else None
    return ArticleFiles(folder, lists, claims, above=() if claims else _above(folder))


def _above(folder: Path) -> tuple[Path, ...]:
    """Return the nearest folders around a folder: in a git repository no further than its top."""
    here, top = folder.resolve(), territory(folder)
    if not files.is_there(top / ".git"):
        return tuple(here.parents[:ABOVE_ALONE])
    return tuple(parent for parent in here.parents[:ABOVE] if parent.is_relative_to(top))


def _search(folder: Path, within: Path | None) -> ArticleFiles:
    """Return the files of the article in a folder; `within` is as in `files.content`."""
    if files.is_there(folder / REFERENCES):
        return ArticleFiles(folder, (folder / REFERENCES,), _claims(folder, (folder,)), searched=True)
    from kzcheck.readers import manuscripts  # noqa: PLC0415 - most articles have references.yaml, and do without

    names = tuple(files.inside(folder))
    naming = manuscripts.naming(folder, names, within)
    lists, why = _named(folder, naming) if naming else _unnamed(folder, names, within)
    if not lists:
        return _manuscript(folder, names, within)
    claims = _claims(folder, (folder, *(path.parent for path in lists)))
    article = ArticleFiles(folder, lists, claims, supposed=len(lists) > 1 and not naming, searched=True)
    note = f"{'list' if len(lists) == 1 else 'lists'}: {', '.join(map(article.name, lists))}{why}"
    if claims:
        note += f"; claims: {article.name(claims)}"
    elif not naming and len(beside := drafts.written(names)) == 1:
        name = article.name(beside[0])
        note += (
            f"; not read: {name} (kzcheck audit {shlex.join([name, *map(article.name, lists)])} checks its text against the list)"
        )
    return article._replace(note=note)


def _claims(folder: Path, folders: Iterable[Path]) -> Path | None:
    for place in dict.fromkeys(folders):
        if files.is_there(place / CLAIMS):
            return place / CLAIMS
    if files.is_there(folder / OTHER_CLAIMS):
        raise UnreadableError(f"{OTHER_CLAIMS}: is not read under this name; rename it to {CLAIMS}")
    return None


def _named(folder: Path, naming: Mapping[Path, frozenset[Path]]) -> tuple[tuple[Path, ...], str]:
    """Return the lists that the article's manuscripts name, in order, and who names them.

    Manuscripts that share a list are one article. Of several articles, the one nearest to the folder counts.
    """
    articles: list[tuple[list[Path], frozenset[Path]]] = []
    for manuscript, lists in naming.items():
        same = [article for article in articles if article[1] & lists]
        articles = [article for article in articles if not article[1] & lists]
        articles.append(([*(path for paths, _ in same for path in paths), manuscript], lists.union(*(kept for _, kept in same))))
    depth = {id(article): min(len(path.relative_to(folder).parts) for path in article[0]) for article in articles}
    nearest = [article for article in articles if depth[id(article)] == min(depth.values())]
    if len({manuscripts[0].parent for manuscripts, _ in nearest}) > 1:
        names = [f"{_shown(folder, manuscripts[:1])} ({_shown(folder, sorted(lists))})" for manuscripts, lists in nearest]
        raise _ask(folder, f"{len(names)} articles", names, "the list of one")
    manuscripts = [path for paths, _ in nearest for path in paths]
    return tuple(sorted({path for _, lists in nearest for path in lists})), f" (named by {_shown(folder, manuscripts)})"


def _unnamed(folder: Path, names: Sequence[Path], within: Path | None) -> tuple[tuple[Path, ...], str]:
    """Return the lists nearest to the folder if no manuscript names one, and why these."""
    lists: list[Path] = []
    for path in names:
        if path.suffix.lower() in SUFFIXES and (not lists or len(path.parts) == len(lists[0].parts)) and is_list(path, within):
            lists.append(path)
    by_stem: dict[Path, list[Path]] = {}
    for path in sorted(lists, key=_preference):
        by_stem.setdefault(path.with_suffix(""), []).append(path)
    chosen = tuple(sorted(same[0] for same in by_stem.values()))
    if len(chosen) > FEW or len({path.parent for path in chosen}) > 1:
        raise _ask(
            folder, f"{len(chosen)} lists of references", [_shown(folder, (path,)) for path in chosen], "those of one article"
        )
    copies = [path for same in by_stem.values() for path in same[1:]]
    return chosen, f" (not {_shown(folder, copies)}, which has the same name)" if copies else ""


def lists_beside(article: ArticleFiles, within: Path | None) -> tuple[Path, ...]:
    """Return the lists in the folder of an article's manuscript, if they are few; `within` is as in `files.content`."""
    folder = article.manuscript.parent if article.manuscript else article.folder
    try:
        return _unnamed(folder, [*files.directly_in(folder)], within)[0]
    except UnreadableError:
        return ()


def _preference(path: Path) -> int:
    suffix = path.suffix.lower()
    return PREFERRED.index(suffix) if suffix in PREFERRED else len(PREFERRED)


def is_list(path: Path, within: Path | None) -> bool:
    """Return whether a file is a list; some suffixes need the name or the signs of one."""
    suffix = path.suffix.lower()
    if suffix not in DOUBTFUL or (path.stem == Path(REFERENCES).stem and suffix in PREFERRED):
        return True
    try:
        if not path.is_file() or (within is not None and files.leads_out(path, within)):
            return False
        with path.open("rb") as file:
            opening = file.read(OPENING).decode("utf-8", "replace")
    except (OSError, ValueError):
        return False
    forms = (form for form, about in LISTS.items() if suffix in about.suffixes and about.sign and about.sign.search(opening))
    return any(form not in CSL or (LIST_START.search(opening) and CSL_TYPE.search(opening)) for form in forms)


def _manuscript(folder: Path, names: Sequence[Path], within: Path | None) -> ArticleFiles:
    """Return the article that the only manuscript of a folder without a list is."""
    manuscripts, copies = drafts.nearest(names, within)
    if not manuscripts:
        wrong = f"{printable(str(folder))}: no manuscript and no list of references in this folder"
        if unread := next((path for path in names if path.suffix.lower() in drafts.WRITTEN), None):
            raise UnreadableError(f"{wrong}, but {_shown(folder, (unread,))}: {COPY}")
        raise UnreadableError(f"{wrong}; give one by its name")
    if len(manuscripts) > 1:
        example = f", for example: kzcheck audit {shlex.quote(printable(str(manuscripts[0])))}"
        raise _ask(folder, f"{len(manuscripts)} manuscripts", [_shown(folder, (path,)) for path in manuscripts], "one", example)
    note = f"manuscript: {_shown(folder, manuscripts)} (not {_shown(folder, copies)}, which has the same name)" if copies else ""
    return ArticleFiles(folder, (), manuscript=manuscripts[0], note=note)


def list_of_citations(article: ArticleFiles, ids: Mapping[Path, AbstractSet[str]], within: Path | None) -> ArticleFiles | None:
    """Return an article with the only one of its lists that has all those keys that its manuscripts cite and any list has.

    None if there is no such list. `ids` are those of each list; `within` is as in `files.content`.
    """
    from kzcheck.readers import manuscripts  # noqa: PLC0415 - as above

    if article.claims:
        return None
    citing, keys = manuscripts.citing(article.folder, frozenset[str]().union(*ids.values()), within)
    whole = [path for path in ids if keys and keys <= ids[path]]
    if len(whole) != 1:
        return None
    others = [path for path in article.lists if path not in whole]
    why = f"(with all keys that {_shown(article.folder, citing)} cites; {_shown(article.folder, others)} lacks some)"
    return ArticleFiles(article.folder, tuple(whole), note=f"list: {article.name(whole[0])} {why}")


def not_together(article: ArticleFiles, name: str, ids: int) -> UnreadableError:
    """Return the error for lists that do not belong together after all: the first, `name`, has so many ids of the others."""
    common = f"{name} has {ids:,} {'id' if ids == 1 else 'ids'} of other lists"
    names = [article.name(path) for path in article.lists]
    return _ask(article.folder, f"{len(names)} lists of references, but {common}", names, "those of one article")


def _ask(folder: Path, what: str, names: Sequence[str], which: str, example: str = "") -> UnreadableError:
    more = ", …" if len(names) > SHOWN else ""
    return UnreadableError(f"{printable(str(folder))}: {what}: {', '.join(names[:SHOWN])}{more}; give {which} by name{example}")


def _shown(folder: Path, paths: Sequence[Path]) -> str:
    """Return paths from the folder, the first few of them."""
    article = ArticleFiles(folder, ())
    return ", ".join(map(article.name, paths[:SHOWN])) + (", …" if len(paths) > SHOWN else "")
