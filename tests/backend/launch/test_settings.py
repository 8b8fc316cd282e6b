"""Configuration (design.md §2): what an operator may set, and what is refused."""

import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from handinhand.core.config import Settings, get_settings

GOOD_KEY = "Zk3vQ9tB7xLw2RmN8yHcJ5dS1fGpVa0e"


@pytest.fixture(autouse=True)
def only_what_the_test_sets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("HANDINHAND_") or name == "PORT"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDINHAND_DATA_DIR", str(tmp_path / "var"))
    get_settings.cache_clear()


def test_without_any_setting_it_is_production_on_this_machine_only() -> None:
    settings = Settings()
    assert settings.environment == "production"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.embedded


def test_plain_port_is_honoured_and_the_own_name_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9001")
    assert Settings().port == 9001
    assert Settings().public_url == "http://127.0.0.1:9001"
    monkeypatch.setenv("HANDINHAND_PORT", "9002")
    assert Settings().port == 9002


def test_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDINHAND_DATABASE_URL", "")
    assert Settings().embedded


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_a_postgresql_address_is_taken_and_migrations_follow_it(scheme: str) -> None:
    settings = Settings(database_url=f"{scheme}://me:word@host/name")
    assert settings.database_url == "postgresql+psycopg://me:word@host/name"
    assert settings.migration_database_url == settings.database_url


def test_migrations_may_have_an_address_of_their_own() -> None:
    settings = Settings(database_url="postgresql://app@host/name", migration_database_url="postgres://owner@host/name")
    assert settings.migration_database_url == "postgresql+psycopg://owner@host/name"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://host/name"),
        ("database_url", "sqlite:///file"),
        ("port", "70000"),
        ("public_url", "handinhand.example.org"),
        ("environment", "staging"),
        ("session_hours", "0"),
        ("max_upload_bytes", "-1"),
        ("secret_key", "short"),
        ("secret_key", "change-me-change-me-change-me-change-me"),
        ("secret_key", "a" * 40),
    ],
)
def test_what_cannot_work_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"HANDINHAND_{name.upper()}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_migration_address_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="without HANDINHAND_DATABASE_URL"):
        Settings(migration_database_url="postgresql://owner@host/name")


def test_cookies_are_secure_exactly_behind_tls_unless_said_otherwise() -> None:
    assert Settings(public_url="https://office.example.org/").secure_cookies
    assert not Settings(public_url="http://127.0.0.1:8000").secure_cookies
    assert Settings(public_url="http://127.0.0.1:8000", secure_cookies=True).secure_cookies


def test_secrets_and_addresses_do_not_show_in_prints() -> None:
    settings = Settings(
        database_url="postgresql://me:hidden@host/name",
        secret_key=SecretStr(GOOD_KEY),
        demo_password=SecretStr("a b"),
    )
    shown = repr(settings)
    assert "hidden" not in shown
    assert GOOD_KEY not in shown
    assert "a b" not in shown


def test_secret_key_is_made_once_kept_privately_and_found_again() -> None:
    first = get_settings()
    get_settings.cache_clear()
    second = get_settings()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key.get_secret_value()) >= 43
    kept = first.data_dir / "secrets" / "secret_key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in kept.parent.iterdir()] == ["secret_key"]


def test_given_secret_key_is_used_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDINHAND_SECRET_KEY", GOOD_KEY)
    settings = get_settings()
    assert settings.secret_key.get_secret_value() == GOOD_KEY
    assert not settings.data_dir.exists()


def test_production_on_its_own_server_refuses_to_start_without_a_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDINHAND_DATABASE_URL", "postgresql://me@host/name")
    with pytest.raises(ValueError, match="HANDINHAND_SECRET_KEY is missing"):
        get_settings()
    monkeypatch.setenv("HANDINHAND_ENVIRONMENT", "demo")
    assert get_settings().secret_key.get_secret_value()
