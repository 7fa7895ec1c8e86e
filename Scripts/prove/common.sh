# What the long proofs share. ./dev sources this file and then one proof, so that die, build, free_port and member are there.
# shellcheck shell=bash disable=SC2154

program=$root/.build/debug/tollgate
example_of() { # prompt
  printf '{"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "%s"}}' "$1"
}

# ---- What has to be undone, also after Ctrl-C

processes=() # ids of what was started here and has not been waited for
mounts=()    # places where something is mounted
files=()     # files outside of the proof's folder

release() {
  local process deadline index
  trap '' INT TERM HUP
  # strace passes SIGTERM on to what it traces, and SIGKILL it could not.
  for process in "${processes[@]}"; do
    kill -TERM "$process" 2>/dev/null || true
    kill -CONT "$process" 2>/dev/null || true
  done
  deadline=$((SECONDS + 3))
  for process in "${processes[@]}"; do
    while is_running "$process" && ((SECONDS < deadline)); do sleep 0.05; done
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  for ((index = ${#mounts[@]} - 1; index >= 0; index--)); do unmount "${mounts[index]}" || true; done
  rm -f "${files[@]}"
} 2>/dev/null

# Sees to it that whatever is started and mounted from here on is undone when this shell ends.
undo_at_end() {
  processes=() mounts=() files=()
  trap release EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

empty_folder() { # name of the proof; $folder is its own
  folder=$root/.build/prove/$1
  rm -rf "$folder"
  mkdir -p "$folder"
  # Settings and keys that are around are for the real gateway.
  unset "${!TOLLGATE_@}" SHORTAPI_KEY
}

need_root() { # name of the proof
  [ "$(id -u)" -eq 0 ] ||
    die "./dev prove $1 mounts a file system of its own, so that it has to run as root: sudo env \"PATH=\$PATH\" ./dev prove $1"
}

# ---- Processes

# Starts a command in a process group of its own, so that Ctrl-C reaches this script alone; $started is its id.
launch() { # log, command...
  local log=$1
  shift
  set -m
  "$@" >>"$log" 2>&1 </dev/null &
  set +m
  started=$!
  processes+=("$started")
}

is_running() { kill -0 "$1" 2>/dev/null; } # id

# Waits for the end of a process; $status is its exit status.
await_end() { # id, seconds
  local deadline=$((${EPOCHREALTIME/[.,]/} + $2 * 1000000))
  while is_running "$1" && ((${EPOCHREALTIME/[.,]/} < deadline)); do sleep 0.01; done
  ! is_running "$1" || return 1
  take_status "$1"
} 2>/dev/null # where bash says how its children ended

take_status() { # id
  local kept=() process
  status=0
  wait "$1" 2>/dev/null || status=$?
  for process in "${processes[@]}"; do
    if [ "$process" != "$1" ]; then kept+=("$process"); fi
  done
  processes=("${kept[@]}")
}

kill_now() { # id
  kill -KILL "$1" || true
  take_status "$1"
} 2>/dev/null

# Waits until a URL answers or the process has ended.
await_answer() { # id, URL, seconds
  local deadline=$((SECONDS + $3 + 1))
  while ((SECONDS < deadline)); do
    ! curl -fso /dev/null --max-time 2 "$2" || return 0
    is_running "$1" || return 1
    sleep 0.01
  done
  return 1
}

# ---- A simulator, and gateways in front of it

start_simulator() { # folder, how long a job takes; $simulator is its id, $shortapi its address, $referee its log
  shortapi=127.0.0.1:$(free_port "$((20000 + RANDOM % 10000))") referee=$1/referee.jsonl
  : >"$referee"
  launch "$1/simulator.log" "$program" simulate --port "${shortapi#*:}" --job-duration "$2" --log "$referee"
  simulator=$started
  await_answer "$simulator" "http://$shortapi/control/stats" 20 || die "The simulator does not start; see $1/simulator.log"
}

choose_gateway() { gateway=127.0.0.1:$(free_port "$((30000 + RANDOM % 2000))"); }

# Writes the configuration of a gateway at the chosen address.
configure() { # folder, data folder; $settings is the file
  settings=$1/gateway.yaml
  cat >"$settings" <<YAML
server: {listen: "$gateway", answer_timeout: 2s}
upstream: {base_url: "http://$shortapi", api_key: any, request_timeout: 5s, poll: {first: 50ms, max: 200ms}}
storage: {path: "$2"}
log: {format: text}
YAML
}

# Starts a gateway in which nothing is made to fail; $served is its id.
start_gateway() { # log
  launch "$1" "$program" serve --config "$settings"
  served=$started
  await_answer "$served" "http://$gateway/-/health/ready" 20
}

# Ends a gateway as a service manager does.
stop_gateway() { # id
  kill -TERM "$1" 2>/dev/null || true
  await_end "$1" 15
}

# Sends a create; $code is the HTTP status (000 without an answer), $answer the body, $job the job id where there is one.
create() { # prompt
  local text
  text=$(curl -s --max-time 10 -w '\n%{http_code}' "http://$gateway/api/v1/job/create" \
    -H "Authorization: Bearer any" -d "$(example_of "$1")") || true
  code=${text##*$'\n'} answer=${text%$'\n'*}
  job=$(member job_id "$answer")
}

# What a query says about a job: 1 running, 2 succeeded, 3 failed; nothing without an answer.
status_of() { # job id
  member status "$(curl -s --max-time 5 "http://$gateway/api/v1/job/query?id=$1" -H "Authorization: Bearer any")"
}

await_success() { # job id, id of the gateway, seconds
  local deadline=$((SECONDS + $3 + 1))
  while ((SECONDS < deadline)); do
    [ "$(status_of "$1")" != 2 ] || return 0
    is_running "$2" || return 1
    sleep 0.02
  done
  return 1
}

# Asks the administration of the gateway that runs.
administration() { # data folder, path
  curl -s --max-time 10 --unix-socket "$1/admin.sock" "http://gateway/-/api/$2"
}

# Waits until no purchase is under way.
await_rest() { # data folder, seconds
  local deadline=$((SECONDS + $2 + 1)) state
  for state in submitting held running; do
    while [ "$(administration "$1" "generations?limit=1&state=$state")" != "[]" ]; do
      ((SECONDS < deadline)) || return 1
      sleep 0.02
    done
  done
}

# Asks tollgate verify, and prints the broken rules.
verified() { # folder for its output
  "$program" verify --config "$settings" >"$1/verify.txt" 2>&1 && return
  echo "tollgate verify finds broken rules, or cannot be run: $1/verify.txt"
}

# Compares the books of a gateway that has ended with what the referee saw, and prints every difference.
books() { # data folder, referee's lines
  sqlite3 -batch -bail :memory: <<SQL || echo "the books cannot be read"
ATTACH '$1/tollgate.sqlite' AS gateway;
CREATE TABLE line (json TEXT);
.mode ascii
.separator "\037" "\n"
.import '$2' line
CREATE TABLE bought AS SELECT json_extract(json, '\$.id') AS id, json_extract(json, '\$.sha256') AS content,
  CAST(round(json_extract(json, '\$.amount') * 1000000000) AS INTEGER) AS amount FROM line;
CREATE TABLE known AS SELECT number, lower(hex(content)) AS content, state, upstream_id AS id, captured FROM generations;

SELECT 'bought ' || count(*) || ' times: ' || content FROM bought GROUP BY content HAVING count(*) > 1;
SELECT 'the upstream sold job ' || id || ', and the gateway does not know' FROM bought
  WHERE id NOT IN (SELECT id FROM known WHERE id IS NOT NULL)
    AND (SELECT count(*) FROM bought AS other WHERE other.content = bought.content
         AND other.id NOT IN (SELECT id FROM known WHERE id IS NOT NULL))
      > (SELECT count(*) FROM known WHERE known.content = bought.content AND state = 'unknown');
SELECT 'g' || number || ' stands for job ' || id || ', which the upstream never sold' FROM known
  WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM bought);
SELECT 'g' || number || ' is ' || state || ', and its job was sold' FROM known
  WHERE state IN ('released', 'rejected') AND id IN (SELECT id FROM bought);
SELECT 'g' || number || ' is still ' || state FROM known WHERE state IN ('held', 'submitting', 'running', 'stalled');
SELECT 'g' || number || ' is ' || state || ' and captured ' || coalesce(captured, 'nothing') || ', not ' || amount
  FROM known JOIN bought USING (id) WHERE state <> 'succeeded' OR captured IS NOT amount;
SELECT 'the hold of g' || generation || ' leaked' FROM ledger AS hold JOIN generations ON number = generation
  WHERE kind = 'hold' AND state <> 'unknown' AND NOT EXISTS (
    SELECT 1 FROM ledger AS fate WHERE fate.generation = hold.generation AND fate.kind IN ('capture', 'release'));
SQL
}

# ---- File systems in a file

make_disk() { # image, size
  truncate -s "$2" "$1"
  mkfs.ext4 -q -F -m 0 "$1"
}

# Mounts an image. Nothing but a sync writes its journal for ten minutes.
mount_disk() { # image, place
  mkdir -p "$2"
  mount -o loop,commit=600 "$1" "$2" || die "A loop device cannot be mounted here; a container needs --privileged for it."
  mounts+=("$2")
}

unmount() { # place
  local kept=() place try
  # A process that has just ended may still be letting its files go.
  for ((try = 0; try < 100; try++)); do
    if umount "$1" 2>/dev/null; then break; fi
    sleep 0.05
  done
  ((try < 100)) || umount -l "$1"
  for place in "${mounts[@]}"; do
    if [ "$place" != "$1" ]; then kept+=("$place"); fi
  done
  mounts=("${kept[@]}")
}

now() { echo "${EPOCHREALTIME/[.,]/}"; } # microseconds
