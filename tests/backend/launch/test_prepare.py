"""The set-up behind `make run` and `make test`: done once, done again when something changed (design.md §2)."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "deploy" / "bootstrap" / "prepare.py"


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, looking at a small project in a temporary folder; its commands are written down, not run."""
    spec = importlib.util.spec_from_file_location("prepare", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    frontend = tmp_path / "frontend"
    for name, path in {
        "PROJECT": tmp_path,
        "FRONTEND": frontend,
        "NODE_MODULES": frontend / "node_modules",
        "VENV": tmp_path / ".venv",
        "VENV_PYTHON": tmp_path / ".venv" / "bin" / "python",
    }.items():
        monkeypatch.setattr(module, name, path)
    (frontend / "src").mkdir(parents=True)
    (frontend / "node_modules").mkdir()
    for name in ("package.json", "package-lock.json", "src/main.ts"):
        (frontend / name).write_text(name)
    commands: list[list[str]] = []

    def note(command: list[str], **_how: object) -> None:
        commands.append(command)
        if "build" in command:
            (frontend / "dist").mkdir(exist_ok=True)
            (frontend / "src" / "routeTree.gen.ts").write_text("made by the build")
        if "venv" in command:
            (tmp_path / ".venv" / "bin").mkdir(parents=True)
            (tmp_path / ".venv" / "bin" / "python").touch()

    monkeypatch.setattr(module, "run", note)
    monkeypatch.setattr(module, "node_environment", lambda: dict(os.environ))
    module.commands = commands  # type: ignore[attr-defined]
    return module


def test_app_is_built_once_and_again_when_a_source_changed(prepare: ModuleType) -> None:
    prepare.build_app()
    assert [command[1] for command in prepare.commands] == ["install", "run"]
    prepare.commands.clear()
    prepare.build_app()
    assert prepare.commands == []
    (prepare.FRONTEND / "src" / "main.ts").write_text("changed")
    prepare.build_app()
    assert [command[1] for command in prepare.commands] == ["run"]


def test_app_is_built_again_when_the_build_is_gone(prepare: ModuleType) -> None:
    prepare.build_app()
    prepare.commands.clear()
    (prepare.FRONTEND / "dist").rmdir()
    prepare.build_app()
    assert [command[1] for command in prepare.commands] == ["run"]


def test_app_packages_are_installed_again_when_the_lock_changed(prepare: ModuleType) -> None:
    prepare.install_app_packages()
    prepare.commands.clear()
    prepare.install_app_packages()
    assert prepare.commands == []
    (prepare.FRONTEND / "package-lock.json").write_text("newer")
    prepare.install_app_packages()
    assert [command[1] for command in prepare.commands] == ["install"]


def test_failed_build_leaves_no_stamp(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_command: list[str], **_how: object) -> None:
        raise prepare.Stopped("broken")

    prepare.install_app_packages()
    monkeypatch.setattr(prepare, "run", fail)
    with pytest.raises(prepare.Stopped):
        prepare.build_app()
    assert not (prepare.NODE_MODULES / ".built-from").exists()


def test_python_packages_follow_their_lock(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "can_install", lambda: True)
    lock = prepare.PROJECT / "requirements.txt"
    lock.write_text("one")
    prepare.install_python_packages(lock)
    assert ["venv" in prepare.commands[0], "--require-hashes" in prepare.commands[1]] == [True, True]
    prepare.commands.clear()
    prepare.install_python_packages(lock)
    assert prepare.commands == []
    lock.write_text("two")
    prepare.install_python_packages(lock)
    assert ["--require-hashes" in command for command in prepare.commands] == [True]


def test_environment_that_was_moved_is_made_anew(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "can_install", lambda: True)
    lock = prepare.PROJECT / "requirements.txt"
    lock.write_text("one")
    prepare.install_python_packages(lock)
    prepare.commands.clear()
    (prepare.VENV / "made-for").write_text("/another/place")
    prepare.install_python_packages(lock)
    assert "venv" in prepare.commands[0]


@pytest.mark.parametrize(
    ("version", "enough"),
    [("20.18.3", "no"), ("20.19.0", "yes"), ("21.7.0", "no"), ("22.11.0", "no"), ("22.12.0", "yes"), ("24.1.0", "yes")],
)
def test_node_is_taken_from_20_19_and_from_22_12(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch, version: str, enough: str
) -> None:
    monkeypatch.setattr(prepare.shutil, "which", lambda name, **_how: f"/usr/bin/{name}")
    monkeypatch.setattr(prepare, "ask", lambda _command: f"v{version}\n")
    assert prepare.node_is_new_enough() is (enough == "yes")


def test_missing_system_packages_stop_the_tests_with_the_line_to_run(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (prepare.PROJECT / "packages.txt").write_text("# why\nchromium  # the browser\nfonts-noto-cjk\n")
    monkeypatch.setattr(prepare, "is_installed", lambda name: name == "chromium")
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 1000)
    with pytest.raises(prepare.Stopped, match=r"sudo apt-get install -y --no-install-recommends fonts-noto-cjk$"):
        prepare.install_debian_packages()
    assert prepare.commands == []


def test_missing_system_packages_are_installed_as_root_on_debian(
    prepare: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (prepare.PROJECT / "packages.txt").write_text("chromium\nfonts-noto-cjk\n")
    monkeypatch.setattr(prepare, "is_installed", lambda name: name == "chromium")
    monkeypatch.setattr(prepare.os, "geteuid", lambda: 0)
    monkeypatch.setattr(prepare.shutil, "which", lambda name, **_how: f"/usr/bin/{name}")
    prepare.install_debian_packages()
    assert prepare.commands[-1][-1] == "fonts-noto-cjk"
    assert "chromium" not in prepare.commands[-1]
