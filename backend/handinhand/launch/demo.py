"""The demo data: entered once into an empty database, marked as such, and taken out again on request only."""

import shutil

import psycopg
from pydantic import SecretStr

from handinhand.core.config import Settings
from handinhand.demo.seed import ACCOUNTS, CLIENT, seed_demo
from handinhand.foundation.identity.rules import password_problems
from handinhand.launch.database import COMPLETE, ENTERING, accounts_note, demo_mark, owner_connection
from handinhand.launch.migrations import migrate
from handinhand.launch.passwords import readable_password
from handinhand.launch.terminal import AS_BEFORE, StartError, print_accounts, say


def check_demo_password(settings: Settings) -> None:
    """Raises StartError when HANDINHAND_DEMO_PASSWORD is set and weak."""
    if settings.demo_password is None:
        return
    password = settings.demo_password.get_secret_value()
    problems = {problem for username in ACCOUNTS for problem in password_problems(password, username)}
    if problems:
        raise StartError(
            f"HANDINHAND_DEMO_PASSWORD is too weak: {'；'.join(sorted(problems))}. "
            "Set a better one, or leave it out: then one is made and printed."
        )


def enter_demo(settings: Settings) -> None:
    """Enters the demo data unless there is something in the database, and prints the accounts."""
    if settings.environment != "demo":
        raise StartError("demo data enters a demo only (HANDINHAND_ENVIRONMENT=demo), never production.")
    check_demo_password(settings)
    if demo_mark(settings) == ENTERING:
        say("Entering the demo data was interrupted last time; starting over.")
        _clear(settings)
    if _has_records(settings):
        if demo_mark(settings) == COMPLETE:
            _print_accounts(settings, AS_BEFORE)
        return
    say("Entering the demo data …")
    made = settings.demo_password is None
    password = settings.demo_password or SecretStr(readable_password(*ACCOUNTS))
    _set_mark(settings, ENTERING)
    seed_demo(settings.model_copy(update={"demo_password": password}))
    _set_mark(settings, COMPLETE)
    shown = password.get_secret_value() if made else "the one in HANDINHAND_DEMO_PASSWORD"
    _print_accounts(settings, f"{shown}{'   (made now and shown only this once)' if made else ''}")


def reset_demo(settings: Settings) -> None:
    """Takes the demo's records and files out and enters fresh ones. Raises StartError for data that is no demo."""
    migrate(settings)
    if settings.environment != "demo" or (_has_records(settings) and demo_mark(settings) not in {ENTERING, COMPLETE}):
        raise StartError("what is in this database is not the demo data; it is left as it is.")
    check_demo_password(settings)
    _clear(settings)
    enter_demo(settings)


def _clear(settings: Settings) -> None:
    with owner_connection(settings) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
    shutil.rmtree(settings.data_dir / "files", ignore_errors=True)
    migrate(settings)


def _has_records(settings: Settings) -> bool:
    with owner_connection(settings) as connection:
        found = connection.execute("select exists (select from organisations)").fetchone()
    return found is not None and bool(found[0])


def _set_mark(settings: Settings, mark: str) -> None:
    with owner_connection(settings) as connection:
        connection.execute(psycopg.sql.SQL("comment on table alembic_version is {}").format(mark))


def _print_accounts(settings: Settings, password: str) -> None:
    width = max(len(username) for username in ACCOUNTS)
    lines = [f"  {username:<{width}}  {label}" for username, label in ACCOUNTS.items()]
    accounts = "\n".join([*lines, f"  {CLIENT:<{width}}  市局对接系统（OAuth 客户端，密钥就是密码）"])
    accounts_note(settings).write_text(accounts, encoding="utf-8")
    print_accounts(accounts, password)
