"""`make bench`: measures, prints the page, keeps it in bench/results/. With `ONLY=…` the P1 scenarios of that name."""

import sys
import tempfile
from pathlib import Path

from bench import county, installations, measure, report, servers, statements
from bench.first_load import measure_first_load
from handinhand.core import embedded
from handinhand.core.jobs import plain_address
from tests.conftest import migrate


def main() -> int:
    """The exit code is 1 when the two servers do not answer alike: their figures would mean nothing."""
    only = sys.argv[1] if sys.argv[1:] else ""
    scenarios = [scenario for scenario in measure.scenarios() if only in scenario.name]
    around = None if only else measure_around()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        found = embedded.start(folder / "postgres")
        try:
            say("P1: entering the counties")
            migrate(found.owner_url)
            samples = county.enter(plain_address(found.owner_url))
            counted = statements.count(found, folder, scenarios, samples[0])
            with servers.application(found, folder) as app, servers.limit(found, folder) as limit:
                for scenario in scenarios:
                    differences = measure.answers_agree(scenario, app, limit, samples[0])
                    if differences:
                        say(f"{scenario.name}: the answers differ\n  " + "\n  ".join(differences[:10]))
                        return 1
                database = servers.watch(found)
                results = []
                for scenario in scenarios:
                    say(f"P1: {scenario.name}")
                    results.append(measure.measure(scenario, app, limit, database, samples, measure.ROUNDS))
                sizes = app.resident_megabytes(), limit.resident_megabytes()
        finally:
            found.stop()
    page = report.write(report.Figures(results, counted, *sizes, around), only)
    sys.stdout.write("\n" + page.read_text("utf-8"))
    return 0


def measure_around() -> report.Around:
    """What a whole installation takes, and the pocket on a new phone."""
    say("P5: an installation started again")
    footprint = installations.measure_installation()
    say("P4: the pocket on a poor line")
    return report.Around(footprint, measure_first_load())


def say(text: str) -> None:
    """One line of progress."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
