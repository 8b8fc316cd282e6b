"""Finds every place where somebody's reach enters a query, and writes a package from which one of them is gone."""

import ast
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.installation import PROJECT

PACKAGE = PROJECT / "backend" / "handinhand"
WINGS = ("exchange", "accountability", "programme", "foundation")
SWITCH = "keeps_away"
"""The name under which `switches.py` puts its function among the builtins."""
NOTICED = "HANDINHAND_PROOF_NOTICED"
"""Names the directory to which `switches.py` writes a file per predicate, named by its number: who noticed."""
NOTED = "HANDINHAND_PROOF_NOTED"
"""Which test alone to try for which predicate, by its number, as JSON; left out: every test that asks for it."""
EVERYTHING = "__import__('sqlalchemy').true()"
REACHES = {"Scope", "PracticeReach", "SubjectReach", "ScopeOutline", "Reaching", "Actor", "Access"}
"""What a function is handed that carries somebody's reach."""
PARTS = {"within", "of_bureau", "of_organisation", "of_person"}
"""The methods of a reach that give a predicate."""
OWNED_BY = {"bureau_id", "user_id"}
"""Columns that say whose a row is."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One expression that keeps rows outside somebody's reach away."""

    module: Path
    function: str
    source: str
    start: int
    end: int
    """Its place in the module, in bytes."""

    @property
    def feature(self) -> str:
        """The name of the folder that it stands in."""
        return self.module.parent.name

    @property
    def name(self) -> str:
        """What a person finds it by; a line moves, this stays."""
        where = self.module.relative_to(PACKAGE).with_suffix("").as_posix()
        return f"{where}:{self.function}: {' '.join(self.source.split())}"


def find_predicates() -> list[Predicate]:
    """Every one in the four wings, in the order of the code."""
    modules = sorted(path for wing in WINGS for path in (PACKAGE / wing).rglob("*.py"))
    makers = {(path, function.name) for path in modules for function in _functions(path) if _makes_predicates(function)}
    return [found for path in modules for found in _in_module(path, makers)]


def write_without(predicate: Predicate, directory: Path) -> None:
    """A copy of the package in `directory`, where this one predicate holds for every row."""
    _write(directory, {predicate: EVERYTHING})


def write_with_switches(predicates: list[Predicate], directory: Path) -> None:
    """A copy of the package in `directory`, where each predicate can be switched off by its number in the list."""
    _write(directory, {each: f"{SWITCH}({number}, lambda: {each.source})" for number, each in enumerate(predicates)})


def _write(directory: Path, replaced: dict[Predicate, str]) -> None:
    shutil.copytree(PACKAGE, directory / PACKAGE.name)
    for predicate in sorted(replaced, key=lambda each: each.start, reverse=True):
        module = directory / PACKAGE.name / predicate.module.relative_to(PACKAGE)
        source = module.read_bytes()
        module.write_bytes(source[: predicate.start] + replaced[predicate].encode() + source[predicate.end :])


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _makes_predicates(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it turns a reach into SQL: `def visible(scope: Scope) -> ColumnElement[bool]`."""
    answers = function.returns is not None and ast.unparse(function.returns) == "ColumnElement[bool]"
    return answers and bool(_reach_names(function))


def _reach_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The function's parameters that carry somebody's reach."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {each.arg for each in arguments if each.annotation and ast.unparse(each.annotation) in REACHES}


def _made_from(function: ast.FunctionDef | ast.AsyncFunctionDef, reaches: set[str]) -> set[str]:
    """Names for what lies within somebody's reach: `subjects = visible_subjects(scope)`."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            handed = {each.id for each in node.value.args if isinstance(each, ast.Name)}
            found |= {name.id for name in node.targets if isinstance(name, ast.Name) and handed & reaches}
    return found


def _in_module(path: Path, makers: set[tuple[Path, str]]) -> Iterator[Predicate]:
    source = path.read_bytes()
    tree = ast.parse(source)
    known = _names_of_makers(tree, path, makers)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen: set[tuple[int, int]] = set()
    for function in _functions(path):
        reaches = _reach_names(function)
        reaches |= _made_from(function, reaches)
        for node in ast.walk(function):
            if not isinstance(node, ast.Call | ast.Compare) or not _is_predicate(node, known, reaches):
                continue
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            place = (starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset)
            if place not in seen:
                seen.add(place)
                yield Predicate(path, function.name, source[place[0] : place[1]].decode(), *place)


def _names_of_makers(tree: ast.Module, path: Path, makers: set[tuple[Path, str]]) -> set[str]:
    """Under which names the module calls functions that make predicates: `visible`, `queries.recordable`."""
    found = {name for module, name in makers if module == path}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE.name):
            where = PACKAGE.joinpath(*node.module.split(".")[1:])
            for name in node.names:
                called = name.asname or name.name
                if (where.with_suffix(".py"), name.name) in makers:
                    found.add(called)
                found |= {f"{called}.{made}" for module, made in makers if module == where / f"{name.name}.py"}
    return found


def _is_predicate(node: ast.Call | ast.Compare, known: set[str], reaches: set[str]) -> bool:
    if isinstance(node, ast.Compare):
        left, right = node.left, node.comparators[0]
        return _keeps_away(left, right, reaches) or _keeps_away(right, left, reaches)
    if isinstance(node.func, ast.Attribute) and node.func.attr in PARTS:
        return True
    if isinstance(node.func, ast.Attribute) and node.func.attr == "in_":
        return _keeps_away(node.func.value, node.args[0], reaches)
    return ast.unparse(node.func) in known


def _keeps_away(column: ast.expr, value: ast.expr, reaches: set[str]) -> bool:
    """Whether a column is held against somebody's reach, or the column that says whose a row is against a value that
    the caller did not choose as a filter.
    """
    if not isinstance(column, ast.Attribute) or not _names_a_table(column.value) or _is_a_column(value):
        return False
    named = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    return bool(named & reaches) or (column.attr in OWNED_BY and "query" not in named)


def _names_a_table(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and (node.id[0].isupper() or node.id == "table")


def _is_a_column(node: ast.expr) -> bool:
    """A join compares two columns; it says what belongs together, not what somebody reaches."""
    return isinstance(node, ast.Attribute) and _names_a_table(node.value)
