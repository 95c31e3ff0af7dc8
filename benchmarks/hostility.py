"""C1 and R5: what strangers may send. Damaged files are answered with problems, never by an exception; expressions made
to break out or to eat the machine come to nothing, soon and with little memory."""

import random
import time
import tracemalloc

import feel
from benchmarks.ground import Ground
from benchmarks.rows import Row
from feel.programs import expressions, unary_tests
from tests.feel.feel_attacks import BOMBS, ESCAPES, HARMLESS, outcome
from webapp.library import bundles, checks

DAMAGES = 4


def damaged_files(_ground: Ground, files: int) -> list[Row]:
    raised = sum(not is_answered(damaged(seed)) for seed in range(files))
    return [Row("C1", f"of {files} damaged files brought a check down", raised, "files", most=0)]


def damaged(seed: int) -> bundles.Bundle:
    """The shipped pack with a file that was cut, overwritten or repeated here and there."""
    chance, pack = random.Random(seed), bundles.shipped("appraisal")
    name = chance.choice(sorted(pack))
    content = bytearray(pack[name])
    for _ in range(chance.randint(1, DAMAGES)):
        _damage(content, chance)
    return {**pack, name: bytes(content)}


def _damage(content: bytearray, chance: random.Random) -> None:
    first = chance.randrange(len(content) + 1)
    match chance.randrange(4):
        case 0:
            del content[first : first + chance.randint(1, 60)]
        case 1:
            content[first:first] = chance.randbytes(chance.randint(1, 9))
        case 2:
            content[first : first + 1] = chance.choice([b'"', b"<", b"=", b"}", b"\x00", b"9", b"id"])
        case 3:
            piece, place = content[first : first + chance.randint(1, 200)], chance.randrange(len(content) + 1)
            content[place:place] = piece


def is_answered(pack: bundles.Bundle) -> bool:
    """Whether the check says what it thinks of the pack; "internal" is its word for an exception that it caught."""
    try:
        return "internal" not in {problem.code for problem in checks.problems(pack)}
    except Exception:  # that none comes out is what is counted
        return False


def attacks(_ground: Ground, rounds: int) -> list[Row]:
    sources = [*ESCAPES, *BOMBS.values()]
    escaped = sum(outcome(source) not in [feel.FeelError, *HARMLESS] for source in ESCAPES)
    seconds = max(min(_seconds(source) for _ in range(rounds)) for source in sources)
    return [
        Row("R5", f"of {len(ESCAPES)} expressions that try to break out did", escaped, "", most=0),
        Row("R5", f"longest of {len(sources)} attacks, own processor time", seconds * 1000, "ms", most=100),
        Row("R5", "most memory that one of them took", max(map(_room, sources)) / 1e6, "MB", most=50),
    ]


def _seconds(source: str) -> float:
    """Of this thread's own work, compiling included."""
    _forget()
    begin = time.thread_time()
    outcome(source)
    return time.thread_time() - begin


def _room(source: str) -> int:
    _forget()
    tracemalloc.start()
    try:
        outcome(source)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _forget() -> None:
    for cache in (expressions, unary_tests):
        cache.programs.clear()
        cache.characters = 0
