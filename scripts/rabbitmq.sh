#!/usr/bin/env bash
# Finds a RabbitMQ, or starts one for as long as a command runs.
#
#   scripts/rabbitmq.sh run COMMAND...   run COMMAND with AMQP_URL in its environment
#   scripts/rabbitmq.sh install          make sure that a RabbitMQ server is installed on this machine
#
# `run` uses, in this order: the broker that AMQP_URL names; a private node of the server that is installed here (its
# scripts in RABBITMQ_BIN or a usual place); a container; a private node of the server after installing it. A private
# node has its own name, free ports on 127.0.0.1 and a temporary folder, and it is gone when the command has ended,
# however it ended. An installed RabbitMQ service is not touched.
set -euo pipefail

say() { echo "rabbitmq.sh: $*" >&2; }
# shellcheck source=scripts/service.sh
. "$(dirname "${BASH_SOURCE[0]}")/service.sh"

# The folder of the server's own scripts. Those in /usr/sbin on Debian switch to the service's user and folders.
server() {
  local bin
  for bin in ${RABBITMQ_BIN:-/usr/lib/rabbitmq/bin /opt/homebrew/opt/rabbitmq/sbin /usr/local/opt/rabbitmq/sbin \
    /opt/rabbitmq/sbin}; do
    if [ -x "$bin/rabbitmq-server" ]; then
      echo "$bin"
      return
    fi
  done
  return 1
}

install_server() { install_package RabbitMQ rabbitmq-server rabbitmq AMQP_URL; }

has_docker() { command -v docker >/dev/null && docker info >/dev/null 2>&1; }

# Whether something on the port answers the AMQP protocol header with a frame.
speaks_amqp() {
  local byte=
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'AMQP\x00\x00\x09\x01' >&3
  IFS= read -r -n 1 -t 2 byte <&3 || true
  exec 3>&- 3<&-
  [ "$byte" = $'\x01' ]
}

wait_until_ready() { # port, process that must stay alive
  local deadline=$((SECONDS + 120))
  until speaks_amqp "$1"; do
    if [ "$SECONDS" -ge "$deadline" ] || ! kill -0 "$2" 2>/dev/null; then
      return 1
    fi
    sleep 0.2
  done
}

folder= epmd= node= container= child=

# A temporary folder with what private nodes are configured by.
private_folder() { # plugins, with commas between
  folder=$(mktemp -d "${TMPDIR:-/tmp}/copydesk-rabbitmq.XXXXXX")
  mkdir "$folder/home"
  echo "[$1]." >"$folder/enabled_plugins"
  cat >"$folder/rabbitmq.conf" <<'CONF'
loopback_users = none
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = 1GB
log.console = false
CONF
}

start_node() { # folder of the server's scripts
  private_folder ''
  local amqp dist epmd_port
  amqp=$(free_port) dist=$(free_port) epmd_port=$(free_port)
  # Erlang would start an epmd of its own, which outlives the node.
  epmd -port "$epmd_port" -address 127.0.0.1 >/dev/null 2>&1 &
  epmd=$!
  # A process group of its own, so that Ctrl-C reaches us and not the node: it must outlive the command.
  set -m
  env HOME="$folder/home" ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME=copydesk@localhost RABBITMQ_NODE_PORT="$amqp" RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
    RABBITMQ_DIST_PORT="$dist" RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" \
    RABBITMQ_PID_FILE="$folder/pid" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins" \
    RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}" \
    "$1/rabbitmq-server" >"$folder/out" 2>&1 </dev/null &
  node=$!
  set +m
  say "starting a private node on port $amqp"
  if ! wait_until_ready "$amqp" "$node"; then
    say "the node did not start; its last words:"
    tail -n 20 "$folder/out" >&2
    return 1
  fi
  export AMQP_URL="amqp://guest:guest@127.0.0.1:$amqp/%2f"
}

start_container() {
  say "starting a container"
  container=$(docker run --detach --rm --publish 127.0.0.1::5672 rabbitmq:4-alpine)
  local address pid
  address=$(docker port "$container" 5672/tcp | head -n 1)
  pid=$(docker inspect --format '{{.State.Pid}}' "$container")
  [ "$pid" != 0 ] && wait_until_ready "${address##*:}" $$ || { say "the container did not start"; return 1; }
  export AMQP_URL="amqp://guest:guest@$address/%2f"
}

clean_up() {
  trap '' INT TERM
  set +e
  [ -z "$child" ] || kill -TERM -- "-$child" 2>/dev/null
  [ -z "$child" ] || wait "$child" 2>/dev/null
  if [ -n "$node" ]; then
    # The server stops in order at SIGTERM; the process is a shell around it.
    kill -TERM "$(cat "$folder/pid" 2>/dev/null || echo "$node")" 2>/dev/null
    local deadline=$((SECONDS + 15))
    while kill -0 "$node" 2>/dev/null && [ "$SECONDS" -lt "$deadline" ]; do sleep 0.1; done
    kill -KILL -- "-$node" 2>/dev/null
    wait "$node" 2>/dev/null
  fi
  [ -z "$epmd" ] || kill "$epmd" 2>/dev/null
  [ -z "$epmd" ] || wait "$epmd" 2>/dev/null
  [ -z "$container" ] || docker rm --force "$container" >/dev/null
  [ -z "$folder" ] || rm -rf "$folder"
}

run() {
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  local bin
  if [ -n "${AMQP_URL:-}" ]; then
    say "using the broker that AMQP_URL names"
  elif bin=$(server); then
    start_node "$bin"
  elif has_docker; then
    start_container
  else
    install_server
    bin=$(server) || { say "rabbitmq-server is installed, but not in a place known here: set RABBITMQ_BIN"; exit 1; }
    start_node "$bin"
  fi
  run_command "$@"
}

# scripts/cluster.sh takes the functions from here.
[ "${BASH_SOURCE[0]}" = "$0" ] || return 0

case "${1:-}" in
  run) shift; [ "$#" -gt 0 ] || { say "run what?"; exit 2; }; run "$@" ;;
  install) server >/dev/null || install_server ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
