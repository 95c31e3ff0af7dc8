"""Opinions of a panel whose case was taken back to before them count no more, though they are kept."""

from tests.webapp.cycles import actor_for
from tests.webapp.outcomes import walked
from webapp.cases import ledger, surgery
from webapp.core.db import db
from webapp.forum import queries


def test_what_was_scored_before_the_case_was_taken_back_is_not_counted(cycle):
    walked.until(cycle, "score_dossier")
    before = cycle.case.chain_length
    for task in cycle.tasks()[:2]:
        walked.do(cycle, task, walked.ANSWERS["score_dossier"])
    surgery.take_back(cycle.case, before, "Berkas keliru", actor=actor_for(cycle.office.eka, "hr"))
    db.session.commit()
    place = cycle.office.agency.id, cycle.case.id
    assert queries.handed_in(queries.latest_session(*place)) == 0
    assert ledger.submissions(*place, "score_dossier", None) == []
    walked.do(cycle, cycle.tasks()[0], walked.ANSWERS["score_dossier"])
    assert queries.handed_in(queries.latest_session(*place)) == 1
    assert len(ledger.submissions(*place, "score_dossier", None)) == 1
    assert len(ledger.submissions(*place, "comment_on_rating", None)) == 1
