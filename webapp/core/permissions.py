"""Who may do what: one truth table. A permission is granted when every predicate of any one of its rows holds."""

from collections.abc import Callable

from webapp.core.errors import NotAllowed

Predicate = Callable[..., bool]
_rows: dict[str, list[tuple[Predicate, ...]]] = {}


def allow(permission: str, *predicates: Predicate) -> None:
    """Add a row to the table. Predicates take (actor, subject)."""
    row = tuple(predicates)
    rows = _rows.setdefault(permission, [])
    if row not in rows:
        rows.append(row)


def can(actor: object, permission: str, subject: object = None) -> bool:
    """Whether `actor` holds `permission` for `subject`; an unknown permission is a programming error."""
    return any(all(holds(actor, subject) for holds in row) for row in _rows[permission])


def require(actor: object, permission: str, subject: object = None) -> None:
    if not can(actor, permission, subject):
        raise NotAllowed(permission=permission)


def known_permissions() -> frozenset[str]:
    return frozenset(_rows)


def has_role(*roles: str) -> Predicate:
    """The predicate "holds one of these roles in the agency"."""

    def holds_role(actor, _subject) -> bool:
        return not actor.roles.isdisjoint(roles)

    holds_role.__name__ = f"has_role_{'_or_'.join(roles)}"
    return holds_role
