#!/usr/bin/env bash
# Run once, when the cluster is created: the roles, the database, its extensions.
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username postgres \
    --set odoo="$(< /run/secrets/odoo_db_password)" \
    --set replication="$(< /run/secrets/replication_password)" <<'SQL'
CREATE ROLE odoo LOGIN PASSWORD :'odoo';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication';
CREATE DATABASE smart OWNER odoo ENCODING 'UTF8' LC_COLLATE 'C' TEMPLATE template0;
\connect smart
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
-- what Odoo does itself when it creates the database: without it no index can serve
-- a search that ignores accents
ALTER FUNCTION unaccent(text) IMMUTABLE;
SQL
