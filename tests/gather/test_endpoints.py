"""Which services are asked in a run, and with which identification."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from kzcheck import layers
from kzcheck.gather import endpoints
from kzcheck.reasons import Reason
from kzcheck.services import SERVICES
from kzcheck.settings import ServiceSettings, Settings
from kzcheck.version import HOME, __version__
from kzcheck.web.exchange import with_contact


def endpoint(name: str, chosen: Settings):
    return next(endpoint for endpoint in endpoints.endpoints(chosen) if endpoint.name == name)


def test_all_services_except_those_that_need_a_key_are_asked():
    assert set(SERVICES) - set(endpoints.available(Settings())) == {"semantic-scholar"}
    assert endpoints.silent(Settings()) == {"semantic-scholar": Reason("no-key")}


def test_a_disabled_service_is_not_asked_even_with_a_key():
    chosen = Settings(services={"openalex": ServiceSettings(enabled=False, key="KEY")})

    assert "openalex" not in endpoints.available(chosen)
    assert endpoints.silent(chosen)["openalex"] == Reason("switched-off")
    assert "openalex" not in {endpoint.name for endpoint in endpoints.endpoints(chosen)}


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [("openalex", "Authorization", "Bearer KEY"), ("semantic-scholar", "x-api-key", "KEY")],
)
def test_a_key_is_sent_in_the_header_of_the_service(name: str, header: str, value: str):
    chosen = layers.load(layers.SettingsFile(), {f"KZCHECK_SERVICES_{name.upper().replace('-', '_')}_KEY": "KEY"}).settings

    assert endpoint(name, chosen).secret == {header: value}
    assert [endpoint.name for endpoint in endpoints.endpoints(chosen) if endpoint.secret] == [name]


def test_without_a_key_there_is_no_secret_header():
    assert [endpoint for endpoint in endpoints.endpoints(Settings()) if endpoint.secret] == []


def test_a_mirror_in_the_settings_is_trusted_and_has_no_limit():
    chosen = Settings(services={"crossref": ServiceSettings(url="http://127.0.0.1:8000/mirror/")})

    assert endpoint("crossref", chosen).url == "http://127.0.0.1:8000/mirror"
    assert endpoint("crossref", chosen).trusted
    assert {limit.rate for limit in endpoint("crossref", chosen).routes.values()} == {None}
    assert not endpoint("datacite", chosen).trusted
    assert all(limit.rate for limit in endpoint("datacite", chosen).routes.values())


def test_a_services_own_address_in_the_settings_is_not_a_mirror():
    chosen = Settings(services={"crossref": ServiceSettings(url=SERVICES["crossref"].url + "/")})

    assert endpoint("crossref", chosen) == endpoint("crossref", Settings())


@pytest.mark.parametrize("url", ["http://user:PASSWORD@mirror.example.org", "http://mirror.example.org"])
def test_passwords_are_neither_sent_nor_saved(url: str):
    chosen = Settings(services={"crossref": ServiceSettings(url=url)})

    assert endpoint("crossref", chosen).url == endpoints.available(chosen)["crossref"].url == "http://mirror.example.org"


def test_limits_are_higher_with_a_contact_address_or_a_key():
    without, with_address = Settings(), Settings(contact="jane@example.org")
    keyed = Settings(services={"crossref": ServiceSettings(key="KEY")})

    assert endpoint("crossref", without).routes == SERVICES["crossref"].anonymous
    assert endpoint("crossref", with_address).routes == SERVICES["crossref"].routes
    assert endpoint("crossref", keyed).routes == SERVICES["crossref"].routes


def test_every_service_gets_the_contact_address_some_in_a_parameter():
    chosen = Settings(contact="jane@example.org")

    contacts = {endpoint.name: endpoint.contact for endpoint in endpoints.endpoints(chosen)}
    assert contacts["crossref"] == ("mailto", "jane@example.org")
    assert contacts["pubmed"] == ("email", "jane@example.org")
    assert contacts["dnb"] == ("", "jane@example.org")
    assert {endpoint.contact[1] for endpoint in endpoints.endpoints(Settings())} == {""}


def test_rates_in_the_settings_have_precedence():
    chosen = Settings(services={"crossref": ServiceSettings(rate=0.5, concurrency=1)})

    for limit in endpoint("crossref", chosen).routes.values():
        assert (limit.rate, limit.concurrency, limit.most_rate, limit.most_concurrency) == (0.5, 1, 0.5, 1)


@pytest.mark.parametrize("contact", ["jane@example.org", "jane+cites@example.org", "пётр@example.org", "o'hara@example.org"])
def test_the_user_agent_names_the_program_and_the_contact(contact: str):
    agent = endpoints.agent()
    own = with_contact(agent, contact)

    assert agent == f"kzcheck/{__version__} ({HOME})"
    assert "@" not in agent
    assert own.startswith(agent.removesuffix(")"))
    assert unquote(own).endswith(f"mailto:{contact})")
    assert own.isascii()
    assert own.isprintable()


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://api.example.org/v1", "api.example.org"), ("http://a:b@127.0.0.1:80/x", "127.0.0.1:80"), ("nonsense", "")],
)
def test_a_host_is_named_without_credentials(url: str, host: str):
    assert endpoints.host(url) == host
