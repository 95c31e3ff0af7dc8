"""Why an answer, an objection or an award may be refused. The docstrings are what people read."""

from webapp.core.errors import Refusal


class NothingDisputed(Refusal):
    """Choose at least one row of the result that you dispute; what you typed is kept."""


class ReasonOfObjectionWanted(Refusal):
    """Give the reason for your objection; what you typed is kept."""


class NoObjection(Refusal):
    """There is no objection to the result of this case."""


class NotDisputed(Refusal):
    """Row %(code)s is not disputed. Open the task again from the inbox."""


class NotImpartial(Refusal):
    """You gave this rating or raised this objection yourself, so somebody else has to decide on it."""


class NothingChanged(Refusal):
    """To change the rating, choose at least one rating that differs from the present one."""


class NotRated(Refusal):
    """This appraisal has no rating yet, so it cannot be closed."""


class NotApproved(Refusal):
    """The award has not been approved by the head of the agency."""


class NoCoaching(Refusal):
    """There is no coaching plan for this case."""


class UnknownTarget(Refusal):
    """Target %(code)s is not in the coaching plan. Open the task again from the inbox."""


class RemarkWanted(Refusal):
    """Say what does not fit in the record of the session; what you typed is kept."""


class AlreadyRevoked(Refusal):
    """This certificate has been revoked before; nothing was changed."""


class ReasonOfRevocationWanted(Refusal):
    """Give the reason why the certificate is revoked."""

    status = 422


class CertificateIsOut(Refusal):
    """A certificate has been issued since then, and others rely on it. Revoke it instead of taking the case back."""
