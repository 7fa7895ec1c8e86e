# ./dev prove files: how much memory the gateway takes while it copies and serves files of every size, and kill -9 while it copies.
# shellcheck shell=bash disable=SC2154

files() { # rounds of kill -9
  [ $# -le 1 ] || usage
  empty_folder files
  undo_at_end
  local size
  for size in 1KB 10MB 500MB; do memory_with "$size"; done
  release
  trap - EXIT
  export TOLLGATE_TEST_FILE_ROUNDS=${1:-50}
  run_tests --filter KeptFilesTests
  sed -n 's/.*file test: //p' .build/dev/test.log
}

# Has one file copied and served, and compares the most memory that the gateway ever had with what it had idle.
memory_with() { # size
  local gateway simulator port idle most job link answer tries=0
  mkdir "$folder/$1"
  port=$(free_port 18181)
  "$program" simulate --port "$port" --job-duration 100ms --file-size "$1" >"$folder/$1/simulator.log" 2>&1 &
  simulator=$!
  processes+=("$simulator")
  local base=http://127.0.0.1:$port
  port=$(free_port 18180)
  (
    cd "$folder/$1"
    SHORTAPI_KEY=ak-proof TOLLGATE_UPSTREAM_BASE_URL=$base TOLLGATE_SERVER_LISTEN=127.0.0.1:$port \
      exec "$program" serve >gateway.log 2>&1
  ) &
  gateway=$!
  processes+=("$gateway")
  until curl -sf "http://127.0.0.1:$port/-/health/ready" >/dev/null; do
    ((++tries < 200)) || die "The gateway does not start; look at $folder/$1/gateway.log."
    sleep 0.1
  done
  idle=$(resident "$gateway" VmRSS)
  job=$(curl -s "http://127.0.0.1:$port/api/v1/job/create" -H "Authorization: Bearer any" -d "$(example_of "of $1")" |
    grep -o '"job_id":"[^"]*"' | cut -d'"' -f4)
  for ((tries = 0; tries < 300; tries++)); do
    answer=$(curl -s "http://127.0.0.1:$port/api/v1/job/query?id=$job" -H "Authorization: Bearer any")
    [[ $answer != *"/-/assets/"* ]] || break
    sleep 0.2
  done
  link=$(grep -o 'http://[^"]*/-/assets/[^"]*' <<<"$answer" | head -n 1)
  [ -n "$link" ] || die "The file of $1 was not copied within a minute; look at $folder/$1/gateway.log."
  curl -s "$link" -o "$folder/$1/file"
  most=$(resident "$gateway" VmHWM)
  [ "$(sha256sum <"$folder/$1/file" | cut -c1-64)" = "$(basename "${link%.*}")" ] ||
    die "What was served of $link has other bytes than its name says."
  rm "$folder/$1/file"
  echo "$1: $((idle / 1024)) MB idle, at most $(((most - idle) / 1024)) MB more while copied and served; sha256sum equals the name"
  ((most - idle <= 20 * 1024)) || die "That is more than 20 MB."
  kill -TERM "$gateway" "$simulator"
}

resident() { # process, VmRSS or VmHWM: in KiB
  awk -v field="$2:" '$1 == field { print $2 }' "/proc/$1/status"
}
