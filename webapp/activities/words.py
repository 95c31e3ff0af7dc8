"""How durations read to people."""

from flask_babel import gettext as _


def duration(minutes: int) -> str:
    """1 h 30 min"""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min", minutes=rest)
    return _("%(hours)d h %(minutes)d min", hours=hours, minutes=rest) if rest else _("%(hours)d h", hours=hours)
