#!/usr/bin/env bash
# Makes the passwords and keys that compose.yaml and compose.ha.yaml mount, in docker/secrets; one that is there stays.
set -euo pipefail

folder=$(dirname "${BASH_SOURCE[0]}")/secrets
# Only the folder keeps others out: in a container each file is read by the user of that container.
mkdir -p "$folder"
chmod 700 "$folder"
for name in postgres_password maintenance_password writer_password reader_password receipt_key; do
  if [ ! -s "$folder/$name" ]; then
    openssl rand -hex 32 >"$folder/$name"
    chmod 644 "$folder/$name"
    printf 'made %s\n' "$folder/$name"
  fi
done
