#!/usr/bin/env bash
# Finds a PostgreSQL, or starts one for as long as a command runs.
#
#   scripts/postgres.sh run COMMAND...   run COMMAND with DATABASE_URL in its environment
#   scripts/postgres.sh has              whether there is one to run it on
#   scripts/postgres.sh install          make sure that a PostgreSQL server is installed on this machine
#
# `run` uses the database that DATABASE_URL names, or else a private server of the version that is installed here (its
# programs in POSTGRES_BIN or a usual place). A private server has a free port on 127.0.0.1 and a temporary folder, it
# runs as the user postgres where we are root, and it is gone when the command has ended, however it ended. An installed
# PostgreSQL service is not touched.
set -euo pipefail

say() { echo "postgres.sh: $*" >&2; }
# shellcheck source=scripts/service.sh
. "$(dirname "${BASH_SOURCE[0]}")/service.sh"

# The folder of the server's programs, the newest version's where there are several.
server() {
  local bin
  for bin in ${POSTGRES_BIN:-} $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin \
    /usr/local/opt/postgresql*/bin /usr/local/pgsql/bin 2>/dev/null | sort -Vr); do
    if [ -x "$bin/initdb" ]; then
      echo "$bin"
      return
    fi
  done
  return 1
}

install_server() { install_package PostgreSQL postgresql postgresql POSTGRES_BIN; }

# PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
  else
    "$@"
  fi
}

folder= server_pid= child=

start_server() { # folder of the server's programs
  folder=$(mktemp -d "${TMPDIR:-/tmp}/copydesk-postgres.XXXXXX")
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
  local port
  port=$(free_port)
  (cd "$folder" && as_server "$1/initdb" --auth=trust --username=postgres --encoding=UTF8 --locale=C -D data >out 2>&1)
  # A process group of its own, so that Ctrl-C reaches us and not the server: it must outlive the command.
  set -m
  (cd "$folder" && as_server "$1/postgres" -D data -p "$port" -h 127.0.0.1 -c "unix_socket_directories=$folder" \
    >>out 2>&1 </dev/null) &
  server_pid=$!
  set +m
  say "starting a private server on port $port"
  export DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" PATH="$1:$PATH"
  local deadline=$((SECONDS + 60))
  until psql -qtAX "$DATABASE_URL" -c 'select 1' >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ] || ! kill -0 "$server_pid" 2>/dev/null; then
      say "the server did not start; its last words:"
      tail -n 20 "$folder/out" >&2
      return 1
    fi
    sleep 0.2
  done
}

clean_up() {
  trap '' INT TERM
  set +e
  [ -z "$child" ] || kill -TERM -- "-$child" 2>/dev/null
  [ -z "$child" ] || wait "$child" 2>/dev/null
  if [ -n "$server_pid" ]; then
    kill -INT "$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null || echo "$server_pid")" 2>/dev/null
    local deadline=$((SECONDS + 15))
    while kill -0 "$server_pid" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
    kill -KILL -- "-$server_pid" 2>/dev/null
    wait "$server_pid" 2>/dev/null
  fi
  [ -z "$folder" ] || rm -rf "$folder"
}

run() {
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  local bin
  if [ -n "${DATABASE_URL:-}" ]; then
    say "using the database that DATABASE_URL names"
  elif bin=$(server); then
    start_server "$bin"
  else
    say "there is no PostgreSQL here: scripts/postgres.sh install"
    exit 1
  fi
  run_command "$@"
}

case "${1:-}" in
  run) shift; [ "$#" -gt 0 ] || { say "run what?"; exit 2; }; run "$@" ;;
  has) [ -n "${DATABASE_URL:-}" ] || server >/dev/null ;;
  install) server >/dev/null || install_server ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
