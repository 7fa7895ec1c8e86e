# ./dev prove powercut: a gateway under load on a disk of its own. It is stopped at a random moment, and what has reached the
# disk by then is all that the next gateway gets: every job id that a client was given has to be in it.
#
# The disk is a file in memory behind a loop device. What was not synced is in the page cache of the file system on top, and
# not in the file; a copy of the file is what a power cut would leave.
# shellcheck shell=bash disable=SC2154

workers=4
creates=1000
controls=3

powercut() { # cuts
  local cuts=${1:-20} cut lost=0 lied=0 forgot=0 kept=0 all=0
  empty_folder powercut
  undo_at_end
  image=$(mktemp -p /dev/shm tollgate-powercut.XXXXXX) copy=$image.copy
  files+=("$image" "$copy")
  mkdir "$folder/disk" "$folder/after"
  start_simulator "$folder" 200ms
  choose_gateway
  write_load
  row_of cut what acknowledged found lost
  for ((cut = 1; cut <= cuts; cut++)); do
    cut_gateway "$cut" gateway
    lost=$((lost + missing)) all=$((all + acknowledged))
  done
  for ((cut = 1; cut <= controls; cut++)); do
    cut_gateway "$cut" "disk that lies"
    lied=$((lied + missing))
  done
  for ((cut = 1; cut <= controls; cut++)); do
    cut_sqlite "$cut" NORMAL
    forgot=$((forgot + missing))
  done
  for ((cut = 1; cut <= controls; cut++)); do
    cut_sqlite "$cut" FULL
    kept=$((kept + missing))
  done
  if [ -e "$folder/violations" ]; then cat "$folder/violations" >&2; fi
  ((lost == 0)) || die "$lost acknowledged creates are lost."
  [ ! -e "$folder/violations" ] || die "The books are wrong after a power cut."
  ((lied > 0 && forgot > 0)) || die "The controls lost nothing, so that this proof would not see a loss."
  ((kept == 0)) || die "SQLite lost commits although it synced each, so that this proof sees losses that are none."
  ((all > 0)) || die "No create was acknowledged, so that this has proved nothing."
  printf '%s cuts: none of %s acknowledged creates is lost. The controls, which do not sync, lost %s and %s.\n' \
    "$cuts" "$all" "$lied" "$forgot"
}

# More may be found than was acknowledged: what was durable, and not answered yet.
show() { # number of the cut, what
  missing=$((acknowledged > found ? acknowledged - found : 0))
  row_of "$1" "$2" "$acknowledged" "$found" "$missing"
}

row_of() { printf '%4s  %-15s %12s %8s %6s\n' "$@"; }

# Clients that send one create after the other; one in three is the same for all of them.
write_load() {
  local worker number prompt body
  for ((worker = 1; worker <= workers; worker++)); do
    for ((number = 1; number <= creates; number++)); do
      if ((number % 3)); then prompt="worker $worker, number $number"; else prompt="common, number $number"; fi
      body=$(example_of "$prompt")
      if ((number > 1)); then echo next; fi
      printf 'url = "http://%s/api/v1/job/create"\nheader = "Authorization: Bearer any"\n' "$gateway"
      printf 'data = "%s"\nmax-time = 30\nsilent\nno-buffer\n' "${body//\"/\\\"}"
    done >"$folder/load-$worker"
  done
}

a_moment() { # at least, at most: milliseconds; seconds are printed
  local length=$(($1 + RANDOM % ($2 - $1)))
  printf '%d.%03d' $((length / 1000)) $((length % 1000))
}

await_answers() { # folder of a run
  local deadline=$((SECONDS + 20))
  until grep -qs '"job_id"' "$1"/answers-*; do
    ((SECONDS < deadline)) || die "No create is answered."
    sleep 0.01
  done
}

# Stops a process and takes what the disk has at that moment; then ends it, and the others that are named.
cut_power() { # id, other ids...
  local other
  kill -STOP "$1"
  # A thread that syncs stops when the sync has returned.
  while cat "/proc/$1/task"/*/stat | sed 's/.*) //' | grep -qv '^[Tt]'; do :; done
  cp --sparse=always "$image" "$copy"
  for other in "$@"; do kill_now "$other"; done
  unmount "$folder/disk"
}

# Cuts the power of a gateway; $acknowledged and $found are how many job ids it gave out, and how many it knows afterwards.
cut_gateway() { # number of the cut, gateway | disk that lies
  local run="$folder/${2// /-}-$1" worker clients=() before
  mkdir "$run"
  before=$(wc -l <"$referee")
  make_disk "$image" 128M
  mount_disk "$image" "$folder/disk"
  configure "$run" "$folder/disk/data"
  if [ "$2" = gateway ]; then
    start_gateway "$run/gateway.log"
  else
    launch "$run/gateway.log" strace -f -o /dev/null -e trace=fsync,fdatasync -e signal=none \
      -e inject=fsync,fdatasync:retval=0 "$program" serve --config "$settings"
    await_answer "$started" "http://$gateway/-/health/ready" 20
    clients+=("$started")
    read -r served <"/proc/$started/task/$started/children"
    processes+=("$served")
    # What it needs to start is on the disk; from here on nothing is.
    sync -f "$folder/disk/data"
  fi || die "The gateway does not start; see $run/gateway.log"
  for ((worker = 1; worker <= workers; worker++)); do
    launch "$run/answers-$worker" curl -K "$folder/load-$worker"
    clients+=("$started")
  done
  # From the first answer on: on a busy machine the clients are slow to begin.
  await_answers "$run"
  if [ "$2" = gateway ]; then sleep "$(a_moment 50 2000)"; else sleep "$(a_moment 300 600)"; fi
  cut_power "$served" "${clients[@]}"
  grep -ohE '"job_id":"[0-9a-f]{24}"' "$run"/answers-* | grep -oE '[0-9a-f]{24}' | sort -u >"$run/acknowledged" || true
  look_after "$2" "$before"
  show "$1" "$2"
}

# Starts a gateway with what the disk had.
look_after() { # gateway | disk that lies, lines of the referee before
  local what=$1 found_wrong=$run/violations deadline
  mount_disk "$copy" "$folder/after"
  configure "$run" "$folder/after/data"
  start_gateway "$run/after.log" || echo "the next start failed" >>"$found_wrong"
  acknowledged=$(wc -l <"$run/acknowledged")
  find_jobs
  found=$(wc -l <"$run/found")
  if [ "$what" = gateway ]; then
    await_rest "$folder/after/data" 30 || echo "purchases are still under way" >>"$found_wrong"
    # A result is shown when its files are copied.
    deadline=$((SECONDS + 30))
    until find_jobs '"status":2[,}]' && [ "$(wc -l <"$run/found")" = "$found" ]; do
      ((SECONDS < deadline)) || { echo "some jobs have no result" >>"$found_wrong" && break; }
      sleep 0.1
    done
    verified "$run" >>"$found_wrong"
    stop_gateway "$served" || { echo "it does not end" >>"$found_wrong" && kill_now "$served"; }
    tail -n "+$(($2 + 1))" "$referee" >"$run/referee.jsonl"
    books "$folder/after/data" "$run/referee.jsonl" >>"$found_wrong"
    if [ -s "$found_wrong" ]; then
      cp -a "$folder/after/data" "$run/data"
      sed "s|^|$run: |" "$found_wrong" >>"$folder/violations"
    fi
  else
    kill_now "$served"
  fi
  unmount "$folder/after"
  rm -f "$copy"
}

# Asks about every acknowledged job; those that are known, and fit a pattern, are listed.
find_jobs() { # pattern
  local job
  {
    while IFS= read -r job; do
      printf 'url = "http://%s/api/v1/job/query?id=%s"\noutput = "%s/records/%s"\n' "$gateway" "$job" "$run" "$job"
    done <"$run/acknowledged"
  } >"$run/queries"
  rm -rf "$run/records"
  mkdir "$run/records"
  # An id that is not known is answered slowly when there are many.
  curl -s --no-progress-meter --max-time 5 -H "Authorization: Bearer any" --parallel --parallel-max 100 \
    -K "$run/queries" 2>/dev/null || true
  (cd "$run/records" && grep -lrE '"code":0[,}]' . | xargs -r grep -lE "${1:-.}" || true) >"$run/answered"
  while IFS= read -r job; do
    job=${job#./}
    if grep -q "\"id\":\"$job\"" "$run/records/$job"; then echo "$job"; fi
  done <"$run/answered" >"$run/found"
  rm -rf "$run/records"
}

# The same with SQLite alone, which syncs every commit or leaves it to the checkpoints.
cut_sqlite() { # number of the cut, NORMAL | FULL
  local run="$folder/sqlite-$2-$1"
  mkdir "$run"
  make_disk "$image" 128M
  mount_disk "$image" "$folder/disk"
  {
    printf '.bail on\n.output /dev/null\n'
    # On a slow disk a checkpoint takes so long that most cuts would fall into it, where everything before it is synced.
    echo "PRAGMA journal_mode = wal; PRAGMA synchronous = $2; PRAGMA wal_autocheckpoint = 20000;"
    printf 'CREATE TABLE t (a INTEGER PRIMARY KEY);\n.output stdout\n'
    # Each commit is acknowledged outside of the disk.
    seq 100000 | sed 's|.*|INSERT INTO t VALUES (&); SELECT &;|'
  } >"$run/commits.sql"
  launch "$run/acknowledged" stdbuf -oL sqlite3 "$folder/disk/x.sqlite" ".read '$run/commits.sql'"
  sleep "$(a_moment 300 1000)"
  cut_power "$started"
  mount_disk "$copy" "$folder/after"
  acknowledged=$(grep -cE '^[0-9]+$' "$run/acknowledged") || true
  found=$(sqlite3 "$folder/after/x.sqlite" "SELECT count(*) FROM t" 2>/dev/null) || found=0
  unmount "$folder/after"
  rm -f "$copy"
  show "$1" "SQLite, $2"
}
