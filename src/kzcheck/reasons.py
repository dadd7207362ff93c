"""Why something was not had or not asked: a code with its values, and the one table of the sentences that say it.

What decides compares codes. A sentence is made when somebody is to read it, and never read back.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.sources import SourceName  # noqa: TC001 - as above
from kzcheck.wording import Plural, written

if TYPE_CHECKING:
    from kzcheck.wording import Template

SECONDS = "seconds"
"""The value that decides between the two forms of a sentence."""

REASONS: Mapping[str, Template] = {
    # of a host or a service, after its name: nothing that can be read came back
    "no-such-host": "cannot be found (no such host)",
    "no-name-server": "could not be looked up (the name server gives no answer)",
    "late-lookup": Plural("could not be looked up in {seconds:g} second", "could not be looked up in {seconds:g} seconds", SECONDS),
    "late-connection": Plural(
        "did not take the connection in {seconds:g} second", "did not take the connection in {seconds:g} seconds", SECONDS
    ),
    "late-encryption": Plural(
        "did not agree on an encrypted connection in {seconds:g} second",
        "did not agree on an encrypted connection in {seconds:g} seconds",
        SECONDS,
    ),
    "late": Plural("did not answer in {seconds:g} second", "did not answer in {seconds:g} seconds", SECONDS),
    "late-body": Plural(
        "did not finish its answer in {seconds:g} second", "did not finish its answer in {seconds:g} seconds", SECONDS
    ),
    "unfinished": "did not finish its answer in time",
    "no-host-answers": Plural(
        "did not answer in {seconds:g} second, nor did any other host",
        "did not answer in {seconds:g} seconds, nor did any other host",
        SECONDS,
    ),
    "no-service-answers": Plural(
        "did not answer in {seconds:g} second, nor did any other service",
        "did not answer in {seconds:g} seconds, nor did any other service",
        SECONDS,
    ),
    "out-of-time": "did not answer in the time given for gathering ({seconds:g} s)",
    "interrupted": "did not answer before the run was interrupted",
    "refused-connection": "refused the connection",
    "closed": "closed the connection without an answer",
    "closed-early": "closed the connection while its encryption was agreed on",
    "unreachable": "could not be reached",
    "no-network": "could not be reached (no way to its network)",
    "certificate-expired": "has a certificate that is not valid (expired)",
    "certificate-not-yet": "has a certificate that is not valid (not valid yet)",
    "certificate-of-another": "has a certificate that is not valid (of another host)",
    "certificate-self-signed": "has a certificate that is not valid (self-signed)",
    "certificate-unknown-issuer": "has a certificate that is not valid (of an unknown issuer)",
    "certificate-untrusted": "has a certificate that is not valid (not trusted)",
    "unencrypted": "does not encrypt what it says",
    "old-encryption": "offers only encryption that is out of date",
    "no-encryption": "could not agree on an encrypted connection",
    "no-http": "answered with something that is not HTTP",
    "encoding": "answered in an encoding that it was not asked for",
    "broken-off": "broke off its answer",
    "too-long": "answered with more than {size:.3g} MiB",
    "damaged": "answered with a compressed body that is damaged",
    "bomb": "answered with a compressed body that grows more than {times} times",
    "too-many-redirects": "redirects more than {times} times",
    "loop": "redirects in a circle",
    "to-no-address": "redirects to something that is not a web address",
    "to-open-address": "redirects from an encrypted to an open address",
    "after-redirect": "redirects to {host}, which {reason}",
    "after-redirect-elsewhere": "redirects to another host, which {reason}",
    "internal": "has an internal address and was not asked",
    "unreadable-address": "has an address that cannot be read",
    "no-address": "is not a web address",
    "unknown-failure": "failed in a way that is not known ({error})",
    "not-sent": "could not be asked ({error}: {words})",
    "too-many-files": "could not be asked (too many files are open on this machine)",
    "proxy-silent": "could not be asked: the proxy does not answer",
    "proxy-no-http": "could not be asked: the proxy in the settings is not an HTTP proxy",
    "no-certificates": "could not be asked: the certificates that the settings name cannot be read",
    "unsendable-settings": "could not be asked: the settings hold what cannot be sent",
    # of a service, after its name: it was not asked, or gave no answer of use
    "status": "failed (HTTP {status})",
    "needs-key": "wants a key (HTTP {status})",
    "refuses": "refuses to answer (HTTP {status})",
    "pause": "asks for a pause (HTTP {status})",
    "may-not-answer": "may not answer (HTTP {status})",
    "no-budget": "has no budget left for today",
    "switched-off": "is switched off in the settings",
    "no-key": "is asked only with a key, and none is set",
    "not-asked": "is not asked",
    "limits": "was not asked: its limits allow no more in one audit",
    "may-not-show": "may not show this site",
    "unreadable": "answers with something that cannot be read",
    "unreadable-by-fault": "answers with something that cannot be read ({error})",
    "nothing": "answered with nothing",
    "no-json": "answered with something that is not JSON",
    "page-for-json": "answered with a web page instead of JSON",
    "broken-json": "answered with JSON that is broken or cut short",
    "other-json": "answered with JSON of another shape",
    "too-many-values": "answered with more than {most:,} values",
    "page-for-xml": "answered with a web page instead of XML",
    "broken-xml": "answered with XML that is broken or cut short",
    "other-xml": "answered with XML of another shape",
    "other-kind-of-xml": "answered with XML of another kind",
    "document-type": "answered with XML that declares a document type",
    "too-many-marks": "answered with XML of more than {most:,} marks",
    "too-large": "answered with more than {size} MB",
    "other-entries": "answered with entries of another shape",
    "other-records": "answered with records of another shape",
    "no-list-of-copies": "answered with something that is not a list of copies",
    "no-doi": "answered with a work that has no DOI",
    "no-titles": "answered with works that have no title",
    "unreadable-works": "answered with works that cannot be read",
    "part-of-works": "answered with a part of the works",
    "part-of-list": "answered with a part of the list",
    "says": "answered: {words}",
    "no-list-for-doi": "cannot be asked for such a DOI in a list",
    "no-registration": "did not say whether it is registered",
    "no-agency": "did not say who registered the DOI",
    "no-record": "leads to no record that can be read",
    # of a page, after "the page"
    "unread": "cannot be read: the host {reason}",
    "no-answer": "gives no answer",
    "not-looked-at": "was not looked at",
    "one-look": "{reason}, at one look only",
    "not-found": "is not found (404)",
    "gone": "is gone for good (410)",
    "asks-for-password": "asks for a password (401)",
    "no-programs": "may not be read by programs, or by anybody (403)",
    "proxy-refuses": "cannot be read through this network's proxy (407)",
    "asks-for-pause": "asks for a pause (429)",
    "asks-for-pause-in-words": "asks for a pause ({status}, {words})",
    "withheld": "is withheld for legal reasons (451)",
    "no-programs-999": "may not be read by programs (999)",
    "challenge": "asks for proof that its reader is human ({words})",
    "challenge-in-words": 'asks for proof that its reader is human ("{words}")',
    "gave-up": "gave up waiting (408)",
    "refused": "is refused ({status})",
    "server-error": "fails on its server ({status})",
    "no-target": "sends its reader on without saying where ({status})",
    "no-meaning": "answers with a status that means nothing ({status})",
    "parked": 'is a placeholder of a seller or a server ("{words}")',
    "login": 'asks its reader to log in ("{words}")',
    "says-not-found": 'says that it is not there ("{words}")',
    "says-error": 'shows a fault of its site ("{words}")',
    "empty": "is empty",
    "same-as-sibling": "shows what its site shows for any address",
    "drifted": 'is about something else ("{title}")',
    "to-front": "leads to the front page of its site",
    "to-search": "leads to a search of its site",
    "to-sink": "leads where other addresses of its site also end up",
    "sends-to-login": "sends its reader on to a login",
    "sends-to-front": "sends its reader on to the front page of its site",
    "sends-on": "sends its reader on to another address",
    "moved": "has moved to another address for good",
    "no-fragment": "has no such place in it",
    # of a reference, a claim or a link: sentences of their own
    "offline": "the audit was run offline",
    "skipped-host": "the settings say that its host is not to be visited",
    "not-visited": "it was not visited",
    "no-pages": "the entry does not say which pages the work has",
    "not-a-page": "the locator is not a page number",
    "no-texts": "kzcheck {version} reads no full texts yet",
    "changed": "new or changed since the evidence was gathered",
    "not-gathered": "the evidence holds nothing on it",
    "not-wanted": "it was not asked about in this run",
    "no-doi-known": "the work has no DOI that is known, and retractions are listed by DOI",
    "no-record-found": "its record was not found, so no DOI is known under which a retraction would be listed",
    "not-at-crossref": "Crossref does not know its DOI, and there is no Retraction Watch table",
    "no-host": "no host at all answered, so this machine may have no network",
    "identifier-not-asked": "its identifier could not be looked up",
    "no-table": "there is no Retraction Watch table, so only Crossref was asked; kzcheck retractions update fetches it",
    "bare-registration": "its {kind} is registered, but no service gave a record of it",
    "unsure": "no record is certain to be of this work; the nearest is {service} {record}",
    "no-competence": "no service that is asked can be expected to know such a work ({type})",
    "no-type": "no service that is asked can be expected to know such a work (an entry of no known type)",
    "nobody-to-ask": "no service that could know it was to be asked",
    "its-host": "its host {reason}",
    "the-page": "the page {reason}",
}
"""The sentence of each code."""

LATE = frozenset(("late", "late-lookup", "late-connection", "late-encryption", "late-body"))
"""Those that tell of the seconds that one request was allowed."""

BRIEF: Mapping[str, str] = {"unsure": "no record is certain to be of this work"}
"""What is said where one sentence is about many subjects, and the whole has what is another for each."""

LISTED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("status", "needs-key", "refuses", "pause", "may-not-answer"), ("status", ", HTTP ")),
    **dict.fromkeys(("refused", "server-error", "no-target", "no-meaning"), ("status", ", ")),
    **dict.fromkeys(("unknown-failure", "unreadable-by-fault"), ("error", ", ")),
    **dict.fromkeys(("challenge-in-words", "login"), ("words", '", "')),
    "challenge": ("words", ", "),
    "no-competence": ("type", ", "),
}
"""The value that one sentence about many subjects lists, and what goes between: "failed (HTTP 503, HTTP 429)"."""


class Reason(Struct, frozen=True, omit_defaults=True):
    """Why something was not had or not asked: a code of `REASONS` and the values that its sentence names.

    `str()` gives the sentence, or what follows the name of whom it is about: `service`, where several can be meant.
    """

    code: str
    values: dict[str, str | int | float | Reason] = {}
    service: SourceName | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be said, as a file of evidence may hold it.

        Raises:
            ValueError: there is no such code, or a value is missing or of another kind.
        """
        try:
            str(self)
        except (LookupError, OverflowError, TypeError, ValueError):
            raise ValueError(f"no such reason: {self.code[:40]}") from None

    def __str__(self) -> str:
        """Return it in English."""
        return written(REASONS[self.code], self.values)

    def __hash__(self) -> int:
        """Let it be counted: values are a mapping, which has no hash of its own."""
        return hash((self.code, self.service))

    @property
    def root(self) -> Reason:
        """The reason within this one, if it is about another: "redirects to example.org, which refused the connection"."""
        inner = self.values.get("reason")
        return inner.root if isinstance(inner, Reason) else self


def kind(reason: Reason) -> Hashable:
    """Return what reasons have in common of which one sentence can tell: see `summary`."""
    if reason.code in BRIEF:
        return reason.code
    listed, _ = LISTED.get(reason.code, ("", ""))
    values = {name: kind(value) if isinstance(value, Reason) else value for name, value in reason.values.items() if name != listed}
    return reason.code, reason.service, tuple(sorted(values.items()))


def summary(reasons: Sequence[Reason]) -> str:
    """Return one sentence for several reasons of one `kind`."""
    first = reasons[0]
    if first.code in BRIEF:
        return written(BRIEF[first.code])
    values: dict[str, str | int | float | Reason] = {**first.values}
    if first.code in LISTED:
        listed, between = LISTED[first.code]
        values[listed] = between.join(dict.fromkeys(str(reason.values[listed]) for reason in reasons))
    if inner := [part for reason in reasons if isinstance(part := reason.values.get("reason"), Reason)]:
        values["reason"] = summary(inner)
    return written(REASONS[first.code], values)
