"""The connection to a house's OpenSearch: its client's own, with answers of bounded length and time."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from opensearchpy import ConnectionError as NoConnection
from opensearchpy import ConnectionTimeout, Urllib3HttpConnection

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 64 << 20
"""Bytes of an answer: a search gives ten works at most, few of which have a megabyte."""
PIECE = 1 << 16


class Answer(NamedTuple):
    """An answer as the client takes it; it has no headers that the client would print as warnings."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class Connection(Urllib3HttpConnection):
    """A connection whose answers are read to their ends only if they come in time and are not too long."""

    def perform_request(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - the client's own
        """Ask as the client does, which takes an answer that came too slowly for none.

        Raises:
            OpenSearchException: there is no good answer.
        """
        try:
            return super().perform_request(*arguments, **options)
        except NoConnection as error:
            if isinstance(error.info, TimeoutError):
                raise ConnectionTimeout("TIMEOUT", "", error.info) from None
            raise

    def _create_urllib3_pool(self) -> None:
        super()._create_urllib3_pool()
        urlopen = self.pool.urlopen

        def bounded(*arguments: Any, **options: Any) -> Answer:  # noqa: ANN401 - the client's own
            wait = options.get("timeout") or self.timeout
            ends = monotonic() + wait
            response = urlopen(*arguments, preload_content=False, **options)
            data = bytearray()
            while piece := response.read1(PIECE, decode_content=True):
                data += piece
                if monotonic() > ends:
                    response.close()
                    raise TimeoutError
                if len(data) > LARGEST:
                    response.close()
                    return Answer(response.status, _Headers(), b"")
            response.release_conn()
            return Answer(response.status, _Headers(response.headers), bytes(data))

        self.pool.urlopen = bounded


class _Headers(dict[str, str]):
    """Headers, in the form that the client asks for."""

    def get_all(self, _name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return no warnings."""
        return default
