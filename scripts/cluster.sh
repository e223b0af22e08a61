#!/usr/bin/env bash
# Starts a RabbitMQ cluster of three private nodes on this machine for as long as a command runs.
#
#   scripts/cluster.sh COMMAND...   run COMMAND with AMQP_URL (the first node) and AMQP_URLS (all three) in its
#                                   environment; CLUSTER_CTL is rabbitmqctl for the first node, and
#                                   CLUSTER_PIDS the processes of the three, to be stopped by who wants to see that
#
# Nodes, names, ports and folder are private and gone when the command has ended, however it ended. The server of this
# machine is used, see scripts/rabbitmq.sh. PLUGINS="rabbitmq_consistent_hash_exchange" enables plugins.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/rabbitmq.sh
. scripts/rabbitmq.sh

nodes=3
bin= pids=() ports=() dist=() epmd_port=

# The environment of node number $1, for the server and for rabbitmqctl.
node_environment() {
  local home=$folder/$1
  echo "HOME=$folder/home ERL_EPMD_PORT=$epmd_port ERL_EPMD_ADDRESS=127.0.0.1 \
RABBITMQ_NODENAME=copydesk$1@localhost RABBITMQ_NODE_PORT=${ports[$1]} RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 \
RABBITMQ_DIST_PORT=${dist[$1]} RABBITMQ_MNESIA_BASE=$home/data RABBITMQ_LOG_BASE=$home/log \
RABBITMQ_PID_FILE=$home/pid RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins \
RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf RABBITMQ_CONF_ENV_FILE=/dev/null"
}

ctl() { # number of the node, arguments...
  local number=$1
  shift
  # shellcheck disable=SC2046
  env $(node_environment "$number") "$bin/rabbitmqctl" --quiet "$@"
}

stop_cluster() {
  trap '' INT TERM
  set +e
  [ -z "$child" ] || kill -TERM -- "-$child" 2>/dev/null
  local pid
  # At once and not in order: nobody needs what they hold any more.
  for pid in "${pids[@]}"; do kill -KILL -- "-$pid" 2>/dev/null; done
  [ -z "$epmd" ] || kill "$epmd" 2>/dev/null
  wait 2>/dev/null
  [ -z "$folder" ] || rm -rf "$folder"
}

start_cluster() {
  local plugins
  read -r -a plugins <<<"${PLUGINS:-}"
  private_folder "$(IFS=,; echo "${plugins[*]}")"
  epmd_port=$(free_port)
  epmd -port "$epmd_port" -address 127.0.0.1 >/dev/null 2>&1 &
  epmd=$!
  local number
  for ((number = 0; number < nodes; number++)); do
    ports[number]=$(free_port) dist[number]=$(free_port)
    mkdir "$folder/$number"
    # Groups of their own, so that Ctrl-C reaches us and not the nodes.
    set -m
    # shellcheck disable=SC2046
    env $(node_environment "$number") \
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none" \
      "$bin/rabbitmq-server" >"$folder/$number/out" 2>&1 </dev/null &
    pids[number]=$!
    set +m
    # One after the other: the first one makes the cookie that the others share.
    wait_until_ready "${ports[number]}" "${pids[number]}" || {
      say "node $number did not start; its last words:"
      tail -n 20 "$folder/$number/out" >&2
      return 1
    }
    if [ "$number" -gt 0 ]; then
      # Their warnings about each other's first moments go where the server's words go.
      {
        ctl "$number" stop_app
        ctl "$number" reset
        ctl "$number" join_cluster copydesk0@localhost
        ctl "$number" start_app
      } >>"$folder/$number/out" 2>&1
    fi
  done
  local all=() machines=()
  for ((number = 0; number < nodes; number++)); do
    all+=("amqp://guest:guest@127.0.0.1:${ports[number]}/%2f")
    machines+=("$(cat "$folder/$number/pid")")
  done
  export AMQP_URL=${all[0]} AMQP_URLS="${all[*]}" CLUSTER_PIDS="${machines[*]}"
  export CLUSTER_CTL="env $(node_environment 0) $bin/rabbitmqctl --quiet"
  say "a cluster of $nodes nodes on the ports ${ports[*]}"
}

[ "$#" -gt 0 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
trap stop_cluster EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
server >/dev/null || install_server
bin=$(server)
start_cluster
set -m
"$@" &
child=$!
set +m
status=0
wait "$child" || status=$?
child=
exit "$status"
