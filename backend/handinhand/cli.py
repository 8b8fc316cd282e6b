"""The operator's commands: `make run` is `run`, containers start `api` and `worker` (`python -m handinhand.cli`)."""

# ruff: noqa: PLC0415 - a command loads only what it needs: the supervisor stays small, the API without alembic
import argparse
import gc
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr, ValidationError

from handinhand.core.config import PROJECT, Settings, get_settings
from handinhand.core.embedded import EmbeddedDatabaseError
from handinhand.launch.children import end_with_parent
from handinhand.launch.terminal import StartError, complain, describe_wrong_settings, say

OPENAPI = PROJECT / "frontend" / "openapi" / "openapi.json"
GRACE_SECONDS = 5
"""What requests under way get when the API is asked to stop."""


def main() -> int:
    """Runs the command named on the command line; the exit code is 0, or 1 with the reason printed."""
    commands: dict[str, Callable[[argparse.Namespace], None]] = {
        "run": run,
        "api": api,
        "worker": worker,
        "prepare": prepare,
        "migrate": migrate,
        "demo": demo,
        "demo-reset": demo_reset,
        "openapi": openapi,
        "migration": migration,
        "create-administrator": administrator,
    }
    parser = argparse.ArgumentParser(prog="handinhand", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in commands.items():
        subparser = subparsers.add_parser(name, help=command.__doc__, description=command.__doc__)
        subparser.add_argument("--end-with-parent", action="store_true", help=argparse.SUPPRESS)
        if name == "openapi":
            subparser.add_argument("--check", action="store_true", help="only compare; fail on a difference")
        if name == "migration":
            subparser.add_argument("name", help="what it does, in a few words")
        if name == "create-administrator":
            subparser.add_argument("--bureau", required=True, help="the bureau's name; founded if there is none of it")
            subparser.add_argument("--role", required=True, help="system_admin, security_admin or auditor")
            subparser.add_argument("--username", required=True, help="to sign in with")
            subparser.add_argument("--name", required=True, help="the person's name")
    arguments = parser.parse_args()
    if arguments.end_with_parent:
        end_with_parent()
    try:
        commands[arguments.command](arguments)
    except ValidationError as error:
        complain(describe_wrong_settings(error))
    except (StartError, EmbeddedDatabaseError, ValueError) as error:
        complain(str(error))
    except KeyboardInterrupt:
        return 130
    else:
        return 0
    return 1


def run(_arguments: argparse.Namespace) -> None:
    """everything on this machine: database, migrations, demo data, API and worker"""
    from handinhand.launch.supervisor import run as run_tree

    run_tree(get_settings())


def api(_arguments: argparse.Namespace) -> None:
    """the API and the app, on a database that is migrated"""
    import uvicorn

    settings = get_settings()
    gc.disable()  # nothing made while starting is ever thrown away: looking for it costs a sixth of the start
    from handinhand.main import create_app

    app = create_app(settings)
    gc.freeze()
    gc.enable()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def worker(_arguments: argparse.Namespace) -> None:
    """the worker that does queued and scheduled jobs"""
    from handinhand.worker import main as run_worker

    run_worker()


def prepare(_arguments: argparse.Namespace) -> None:
    """migrations, and the demo data where an empty demo waits for it"""
    from handinhand.launch.database import with_database
    from handinhand.launch.migrations import migrate as run_migrations

    with with_database(get_settings()) as settings:
        if settings.environment == "demo":
            from handinhand.launch.demo import check_demo_password, enter_demo

            check_demo_password(settings)
            run_migrations(settings)
            enter_demo(settings)
        else:
            run_migrations(settings)


def migrate(_arguments: argparse.Namespace) -> None:
    """only the migrations"""
    from handinhand.launch.database import with_database
    from handinhand.launch.migrations import migrate as run_migrations

    with with_database(get_settings()) as settings:
        run_migrations(settings)
    say("The database is up to date.")


def demo(_arguments: argparse.Namespace) -> None:
    """the demo data, into an empty demo database"""
    from handinhand.launch.database import with_database
    from handinhand.launch.demo import enter_demo
    from handinhand.launch.migrations import migrate as run_migrations

    with with_database(get_settings()) as settings:
        run_migrations(settings)
        enter_demo(settings)


def demo_reset(_arguments: argparse.Namespace) -> None:
    """takes the demo's data out and enters it afresh, with a new password"""
    from handinhand.launch.database import with_database
    from handinhand.launch.demo import reset_demo
    from handinhand.launch.supervisor import only_one

    given = get_settings()
    with only_one(given), with_database(given) as settings:
        reset_demo(settings)


def openapi(arguments: argparse.Namespace) -> None:
    """the description of the interface, into frontend/openapi/openapi.json"""
    from handinhand.main import create_app

    with tempfile.TemporaryDirectory() as directory:
        nowhere = Settings(data_dir=Path(directory), secret_key=SecretStr("0123456789abcdefghijklmnopqrstuv"))
        document = json.dumps(create_app(nowhere).openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if not arguments.check:
        OPENAPI.parent.mkdir(parents=True, exist_ok=True)
        OPENAPI.write_text(document, encoding="utf-8")
    elif not OPENAPI.exists() or OPENAPI.read_text(encoding="utf-8") != document:
        raise StartError(f"{OPENAPI.relative_to(PROJECT)} is not what the code describes. Run: make openapi")


def migration(arguments: argparse.Namespace) -> None:
    """drafts a migration from the models, for a developer to read and finish"""
    from handinhand.launch.migrations import draft_migration

    draft_migration(arguments.name)


def administrator(arguments: argparse.Namespace) -> None:
    """opens the account of an administrator; in a new installation also the bureau"""
    from handinhand.launch.administrators import CHOICES, create_administrator
    from handinhand.launch.database import with_database

    if arguments.role not in CHOICES:
        raise StartError(f"--role is one of {', '.join(CHOICES)}, not {arguments.role}.")
    with with_database(get_settings()) as settings:
        create_administrator(
            settings,
            bureau=arguments.bureau,
            role=arguments.role,
            username=arguments.username,
            name=arguments.name,
        )


if __name__ == "__main__":
    sys.exit(main())
