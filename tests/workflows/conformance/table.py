"""Writes the cases down as docs/bpmn.md."""

from itertools import groupby

from conformance import DRAWN, REFUSED, RUNS, Case, activities, data, errors, gateways, scopes, signals, timers

CASES: tuple[Case, ...] = tuple(
    case for part in (gateways, activities, timers, signals, errors, scopes, data) for case in part.CASES
)

HEAD = """# BPMN that runs

Written from the cases in `tests/workflows/conformance`, each of which every test run walks; `python -m devtools.bpmn`
writes it anew. **runs** is what the standard says happens. **refused** is found when a process is checked, so it cannot
be published; the code is that of the problem. **drawn** is kept in the file and shown, and has no effect on a case.

- All branches and sub-processes of a case see the same variables; only the runs of a multi-instance activity have
  their own.
- A case is opened by the application, with a cycle. It begins at the start event without a trigger; where there is
  only a start event with a message, a signal or a timer, it waits for that, and of several for the first. A case begins
  once, so a repeating timer cannot begin it.
- A message goes to one receiver: whoever in the same case has waited longest, else another case that waits for its
  name and key. A signal goes to all who wait for it, in this case at once and in others by a job for each.
- What was thrown in answer to what another case threw, and so on through 20 cases without a person or a deadline in
  between, is held back as an incident. A message passes a case on hold by; a signal waits for it.
- The key of a message is its correlation expression: the receiver reads it from the variables when it begins to wait,
  the thrower from the input mapping over the variables. The input mapping is also what is thrown along.
- An error or escalation is caught from the inside out: the border of the activity, then sub-processes that events
  start in the scope, then the border of what is around it. At one place, the event for the very code comes before one
  for any.
- A repeating timer leaves out no time, however late the clock is looked at; it may repeat every hour at most.
- A case holds at most 5,000 tokens: branches, tasks, deadlines, what is repeated. A panel of 200 with reminders holds
  a fifth of it. One step takes at most 10,000 automatic steps, fewer where they compute: a million steps of FEEL at
  most, and each automatic step counts as a hundred of them. What would go beyond is undone as a whole and told to the
  process admins. Where more deadlines have passed than one step may cost, they are caught up with in several.
- Undoing runs the last completed activity first, one at a time, each completion once, with the variables as they are
  then.
"""
VERDICTS = {RUNS: "runs", REFUSED: "**refused**", DRAWN: "drawn"}


def written() -> str:
    parts = [HEAD]
    for element, cases in groupby(CASES, key=lambda case: case.element):
        rows = [_row(case) for case in cases]
        parts.append(f"\n## {element}\n\n| variant | | |\n|---|---|---|\n" + "".join(rows))
    return "".join(parts)


def _row(case: Case) -> str:
    said = [f"`{code}`" for code in case.codes.split()] + ([case.note] if case.note else [])
    return f"| {case.variant} | {VERDICTS[case.verdict]} | {'; '.join(said)} |\n"
