#!/usr/bin/env bash
# Runs once, when PostgreSQL's volume is new: the roles and the database that docs/operations.md asks for.
set -euo pipefail

psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set maintenance="$(<"/run/secrets/maintenance_password")" \
  --set writer="$(<"/run/secrets/writer_password")" \
  --set reader="$(<"/run/secrets/reader_password")" <<'SQL'
create role sluice_maintenance login password :'maintenance';
create role sluice_writer login password :'writer';
create role sluice_reader login password :'reader';
alter role sluice_reader set default_transaction_read_only = on;
create database sluice owner sluice_maintenance;
SQL
