"""Who may do what with cases and their tasks."""

from webapp.core.permissions import allow, has_role


def is_assignee(actor, task) -> bool:
    return task.assignee_id == actor.person_id


def is_free_work_of_my_group(actor, task) -> bool:
    return task.assignee_id is None and not actor.roles.isdisjoint(task.groups)


def was_taken_from_a_group(_actor, task) -> bool:
    return bool(task.groups)


def is_open(_actor, task) -> bool:
    return task.status == "open"


def is_not_about_me(actor, case) -> bool:
    return case is None or case.employee_id != actor.person_id


allow("task:complete", is_assignee)
allow("task:complete", is_free_work_of_my_group)
allow("task:claim", is_open, is_free_work_of_my_group)
allow("task:release", is_open, is_assignee, was_taken_from_a_group)
allow("task:oversee", has_role("hr"))
allow("task:reassign", is_open, has_role("hr"))
allow("case:repair", has_role("hr", "process_admin"), is_not_about_me)
allow("message:send", has_role("hr", "process_admin"), is_not_about_me)
allow("message:key", has_role("hr"))  # a diagram may compute it of anything that was handed in
allow("case:watch", has_role("hr", "agency_head"))
allow("process:migrate", has_role("process_admin"))
allow("cycle:open", has_role("hr"))
allow("cycle:watch", has_role("hr", "agency_head", "process_admin"))
allow("incident:resolve", has_role("hr", "process_admin"))
