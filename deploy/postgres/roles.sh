#!/bin/sh
# Runs once, in an empty PostgreSQL container: the owner that migrates, the application's role, the database.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner_password="$HANDINHAND_OWNER_PASSWORD" \
    --set application_password="$HANDINHAND_APPLICATION_PASSWORD" <<'SQL'
create role handinhand_owner login password :'owner_password';
create role handinhand_application login password :'application_password';
create database handinhand owner handinhand_owner;
revoke all on database handinhand from public;
grant connect on database handinhand to handinhand_application;
SQL
