#!/bin/sh
# with-secrets.sh NAME=FILE... -- COMMAND...
# Runs a command with the content of each file in the environment variable NAME: for programs that read no secret files themselves.
set -eu

while [ "$#" -gt 0 ] && [ "$1" != -- ]; do
  name=${1%%=*}
  file=${1#*=}
  if ! value=$(cat "$file") || [ -z "$value" ]; then
    echo "$file: cannot be read or is empty; run gateway/docker/make-secrets.sh and start again" >&2
    exit 2
  fi
  export "$name=$value"
  shift
done
if [ "$#" -lt 2 ]; then
  echo 'usage: with-secrets.sh NAME=FILE... -- COMMAND...' >&2
  exit 2
fi
shift
exec "$@"
