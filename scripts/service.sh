# What scripts that start servers share: installing one's package, free ports, and a command that is ended with all that it
# started. Sourced; `say` and `child` belong to the script.

install_package() { # the server's name, Debian's package, Homebrew's formula, the setting that names one that is there
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo)
  if [ "${#root[@]}" -gt 0 ] && ! command -v sudo >/dev/null; then
    say "no $1 found, and installing one needs root or sudo: install $2, or set $4"
    return 1
  fi
  if command -v apt-get >/dev/null; then
    say "installing the $2 package"
    # The package would start a service; `run` starts its own server and needs none.
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive sh -ec '
      policy=/usr/sbin/policy-rc.d
      if [ ! -e $policy ]; then
        printf "#!/bin/sh\nexit 101\n" >$policy
        chmod +x $policy
        trap "rm -f $policy" EXIT
      fi
      apt-get update -qq
      apt-get install -y -qq --no-install-recommends "$0" >/dev/null' "$2" >&2
  elif command -v brew >/dev/null; then
    say "installing $3 with Homebrew"
    brew install --quiet "$3" >&2
  else
    say "no $1 found and no package manager that is known here: install $2, or set $4"
    return 1
  fi
}

free_port() {
  local port
  while port=$((20000 + RANDOM)) && { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do exec 3>&- 3<&-; done
  echo "$port"
}

# Runs a command in a process group of its own and waits for it, so that a signal ends it with all that it started.
run_command() {
  set -m
  "$@" &
  child=$!
  set +m
  local status=0
  wait "$child" || status=$?
  child=
  return "$status"
}
