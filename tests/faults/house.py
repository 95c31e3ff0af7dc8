"""`python -m tests.faults.house DIR READY`: pages, worker and a watched database in one process.

It is `siklus up` without the demo: the tables and people are there already.
"""

import sys
from pathlib import Path

import tests.faults.trial_process  # noqa: F401  its operations are what the trial asks for
from webapp import runtime
from webapp.app import create_app
from webapp.config import Config


def run(folder: Path, ready: Path) -> None:
    runtime.stop_on_signals()
    config = Config.from_environment()
    database = runtime.open_database(config, folder)
    database.embedded.watch()
    app = create_app(runtime.configured(config, database, folder))
    worker = runtime.make_worker(app, database)
    worker.start()
    listening = runtime.listen("127.0.0.1", 0)
    runtime.write_ready_file(ready, f"http://127.0.0.1:{listening.getsockname()[1]}", [])
    try:
        runtime.serve(app, [listening])
    except KeyboardInterrupt:
        pass
    finally:
        worker.stop()
        database.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
