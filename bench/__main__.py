"""`make bench`: measures, prints the page and keeps it in bench/results/."""

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
    say("P5: an installation started again")
    footprint = installations.measure_installation()
    say("P4: the pocket on a poor line")
    first_load = measure_first_load()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        found = embedded.start(folder / "postgres")
        try:
            say("P1: entering the counties")
            migrate(found.owner_url)
            samples = county.enter(plain_address(found.owner_url))
            scenarios = measure.scenarios()
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
    figures = report.Figures(results, counted, *sizes, footprint, first_load)
    page = report.write(figures)
    sys.stdout.write("\n" + page.read_text("utf-8"))
    return 0


def say(text: str) -> None:
    """One line of progress."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
