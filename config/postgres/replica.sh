#!/usr/bin/env bash
# Copy the primary the first time, then follow it.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    PGPASSWORD="$(< /run/secrets/replication_password)" pg_basebackup \
        --host db --username replicator --pgdata "$PGDATA" \
        --wal-method stream --checkpoint fast --write-recovery-conf
fi
exec "$@"
