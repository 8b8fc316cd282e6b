"""The benchmark of promises.md P1, P2, P4 and P5 (`make bench`); how it measures stands in README.md."""
