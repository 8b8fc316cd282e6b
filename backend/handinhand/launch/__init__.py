"""Starting an installation on one machine: database, migrations, demo data, then API and worker as one process tree."""
