"""Import rules that the contracts in pyproject.toml cannot say."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

EDGE = {"routes", "forms", "jobs"}
COMPOSITION_ROOT = "saas.app"
ENGINES = ("saas.matching.engine", "saas.health.engine")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("saas", cache_dir=None)


def part_of(module, depth):
    return ".".join(module.split(".")[:depth])


def is_edge(module):
    parts = module.split(".")
    return len(parts) > 2 and parts[1] != "web" and parts[2] in EDGE


def test_no_feature_reaches_into_anothers_edge(graph):
    reached = {
        (importer, imported)
        for imported in filter(is_edge, graph.modules)
        for importer in graph.find_modules_that_directly_import(imported)
        if part_of(importer, 2) != part_of(imported, 2) and importer != COMPOSITION_ROOT
    }

    assert reached == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_imports_nothing_of_ours_but_itself(graph, engine):
    modules = {engine, *graph.find_descendants(engine)}

    reached = {
        (module, imported)
        for module in modules
        for imported in graph.find_modules_directly_imported_by(module)
        if imported not in modules
    }

    assert len(modules) > 5
    assert reached == set()


def test_only_the_application_knows_every_feature(graph):
    for process in ("saas.worker", "saas.relay"):
        features = {
            part_of(module, 2)
            for module in graph.find_modules_directly_imported_by(process)
            if module.count(".") > 1
        }
        assert features == set(), process


def test_what_compiles_is_loaded_only_where_a_large_cohort_needs_it():
    """Loading it takes a second and 60 MB, in every process of every organization."""
    compiled = ("saas.matching.engine.scale", "saas.matching.engine.wide")
    importing = [
        path
        for path in sorted(Path("saas").rglob("*.py"))
        if not path.is_relative_to("saas/matching/engine/scale")
        and not path.is_relative_to("saas/matching/engine/wide")
        for statement in ast.parse(path.read_text()).body
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith(compiled)
    ]

    assert importing == []


@pytest.mark.parametrize("library", ["fpdf", "networkx", "numba", "scipy"])
def test_what_few_need_is_not_loaded_when_the_application_starts(library, loaded_at_start):
    assert library not in loaded_at_start
    assert "flask" in loaded_at_start


@pytest.fixture(scope="module")
def loaded_at_start():
    """The names of what a process has loaded once it knows the application."""
    names = "import sys, saas.app; print(*sys.modules)"
    asked = subprocess.run(
        [sys.executable, "-c", names], capture_output=True, text=True, check=True
    )
    return set(asked.stdout.split())
