"""Every page stands in the table of access, and every permission, role and event that is named exists."""

import ast
import re

from tests.architecture.roles import HOLDERS
from tests.architecture.source import ROOT, name, python_files, read, templates, tree
from webapp.access import ENDPOINTS, Rule
from webapp.core.permissions import known_permissions
from webapp.people.models import ROLES

_ASKED = re.compile(r"""\bcan\(\s*["']([^"']+)["']""")
_GROUPS = re.compile(r'candidateGroups="([^"]+)"')

_PERMISSION = re.compile(r"[a-z_]+:[a-z_]+")


def test_every_endpoint_has_a_line_in_the_table(app):
    assert _endpoints(app) - set(ENDPOINTS) == set()


def test_the_table_names_no_endpoint_that_is_not_there(app):
    assert set(ENDPOINTS) - _endpoints(app) == set()


def test_every_permission_of_the_table_has_a_row_in_the_truth_table(app):
    assert _of_pages() - known_permissions() == set()


def test_it_is_written_down_who_holds_the_permissions_of_pages(app):
    assert _of_pages() == set(HOLDERS)


def test_every_permission_that_a_template_asks_for_exists(app):
    asked = {(name(path), permission) for path in templates() for permission in _ASKED.findall(read(path))}
    assert asked
    assert sorted((path, permission) for path, permission in asked if permission not in known_permissions()) == []


def test_every_permission_that_the_code_asks_for_exists(app):
    asked = {
        (name(path), node.value)
        for path in python_files("webapp")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _PERMISSION.fullmatch(node.value)
    }
    assert asked
    assert sorted((path, permission) for path, permission in asked if permission not in known_permissions()) == []


def test_every_permission_is_asked_for_by_somebody(app):
    elsewhere = [
        path for path in (*python_files("webapp"), *templates()) if path.name not in {"policy.py", "access.py"}
    ]
    written = "\n".join(read(path) for path in elsewhere)
    unasked = {permission for permission in known_permissions() - _of_pages() if f'"{permission}"' not in written}
    assert unasked == set()


def test_every_role_that_a_rule_names_can_be_granted():
    named = {
        (name(path), argument.value)
        for path in python_files("webapp")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "has_role"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }
    assert named
    assert sorted((path, role) for path, role in named if role not in ROLES) == []


def test_every_group_that_a_shipped_diagram_gives_work_to_is_a_role():
    diagrams = sorted((ROOT / "workflows" / "definitions").rglob("*.bpmn"))
    groups = {
        (name(path), group.strip())
        for path in diagrams
        for listed in _GROUPS.findall(read(path))
        for group in listed.split(",")
    }
    assert groups
    assert sorted((path, group) for path, group in groups if group not in ROLES) == []


def test_every_kind_of_event_reads_as_words_in_the_history():
    kinds = {
        keyword.value.value
        for path in python_files("webapp")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant) and " " in str(keyword.value.value)
    }
    history = read(ROOT / "webapp" / "inbox" / "case_view.py")
    assert kinds
    assert sorted(kind for kind in kinds if f'"{kind}":' not in history) == []


def _endpoints(app) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


def _of_pages() -> set[str]:
    return {rule for rule in ENDPOINTS.values() if not isinstance(rule, Rule)}
