"""Free of the domain: configuration, database, errors, HTTP, clock, jobs, files, documents."""
