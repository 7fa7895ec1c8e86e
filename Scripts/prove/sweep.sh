# ./dev prove sweep: one purchase from the start of the gateway to its end, in which each call to the system in turn kills the
# process, or fails. Every run ends with a start in which nothing fails, and a comparison with what the upstream sold.
# shellcheck shell=bash disable=SC2154

lanes=2
# So many runs in a row without the fault mean that there is no such call any more: how many there are differs a little.
ends_after=3
# The longest time from an I/O error of the ledger to the end of the process, in microseconds.
stop_limit=1000000

# flow:call:fault:how often. "used" begins with a data folder that a crash left, "new" with none; + means that every further
# call fails as well.
series() {
  printf '%s\n' new:pwrite:{SIGKILL,EIO,ENOSPC}:
  printf '%s\n' used:pwrite:{SIGKILL:,EIO:,ENOSPC:,EIO:+,ENOSPC:+}
  printf '%s\n' used:{read:SIGKILL,write:SIGKILL,write:after,unlink:SIGKILL,rename:SIGKILL}:
  printf '%s\n' {used,new}:{fdatasync,ftruncate,fsync}:{SIGKILL:,EIO:,ENOSPC:}
  printf '%s\n' used:fdatasync:{EIO,ENOSPC}:+
}

sweep() { # most calls of a series
  local most=${1:-10000} begin=$SECONDS lane worker failed=0 runs broken
  lane_shells=()
  empty_folder sweep
  clang -O1 -shared -fPIC -o "$folder/nth-call.so" Scripts/prove/nth-call.c -ldl ||
    die "clang, which comes with Swift, cannot build Scripts/prove/nth-call.c."
  undo_at_end
  prepare
  mkdir "$folder/series"
  trap 'stop_lanes; release' EXIT
  exec 3>&1
  row_of flow call fault calls runs violations >&3
  for ((lane = 0; lane < lanes; lane++)); do
    set -m
    (undo_at_end && run_lane "$lane" "$most") >"$folder/lane-$lane.log" 2>&1 </dev/null &
    set +m
    lane_shells+=($!)
  done
  for worker in "${lane_shells[@]}"; do wait "$worker" || failed=1; done
  ((failed == 0)) || { tail -n 5 "$folder"/lane-*.log >&2; die "The sweep itself has failed."; }
  read -r runs broken < <(awk '{ runs += $1; broken += $2 } END { print runs + 0, broken + 0 }' "$folder/results")
  printf '%s runs in %s s, %s violations\n' "$runs" "$((SECONDS - begin))" "$broken"
  if ((broken > 0)); then
    cat "$folder"/violations >&2
    die "The folders of these runs are kept."
  fi
}

stop_lanes() {
  local worker
  for worker in "${lane_shells[@]}"; do
    if kill -TERM "$worker" 2>/dev/null; then wait "$worker" 2>/dev/null || true; fi
  done
}

row_of() { printf '%-5s %-10s %-16s %6s %6s %11s\n' "$@"; }

# A data folder in which a gateway was killed after a purchase, so that its log is to be read at the next start.
prepare() {
  start_simulator "$folder" 50ms
  choose_gateway
  configure "$folder" "$folder/data"
  start_gateway "$folder/gateway.log" || die "The gateway does not start; see $folder/gateway.log"
  create first
  [ -n "$job" ] && await_success "$job" "$served" 10 || die "The first purchase has failed: $answer"
  kill_now "$served"
  kill_now "$simulator"
  mv "$folder/data" "$folder/used"
  mv "$referee" "$folder/used.jsonl"
  : >"$folder/new.jsonl"
}

# Takes series that nobody has taken yet, until there are none.
run_lane() { # its number, most calls of a series
  local name flow call fault further lane=$folder/lane-$1
  mkdir "$lane"
  start_simulator "$lane" 50ms
  choose_gateway
  while IFS= read -r name; do
    mkdir "$folder/series/$name" 2>/dev/null || continue
    IFS=: read -r flow call fault further <<<"$name"
    run_series "$2"
  done < <(series)
  kill_now "$simulator"
}

run_series() { # most calls
  local n idle=0 calls=0 runs=0 broken=0 kept what=$fault run=$lane/run
  for ((n = 1; n <= $1 && idle < ends_after; n++)); do
    runs=$((runs + 1))
    one_run "$n"
    if [ -s "$run/fault" ]; then idle=0 calls=$n; else idle=$((idle + 1)); fi
    [ -s "$run/violations" ] || continue
    broken=$((broken + 1))
    kept=$folder/violation-$flow-$call-$fault$further-$n
    cp -a "$run" "$kept"
    sed "s|^|$kept: |" "$run/violations" >>"$folder/violations"
  done
  [ "$fault" != after ] || what="SIGKILL after it"
  row_of "$flow" "$call" "$what${further:+ from then}" "$calls" "$runs" "$broken" >&3
  echo "$runs $broken" >>"$folder/results"
}

violated() { echo "$1" >>"$run/violations"; }

# Runs the flow once with the fault at the n-th call, starts again without it, and checks.
one_run() { # n
  local before served status="" stopping=0 ended job code answer first_job="" first_code=none
  local prompt="$flow $call $fault $further $1"
  rm -rf "$run"
  mkdir "$run"
  [ "$flow" = new ] || cp -a "$folder/$flow" "$run/data"
  before=$(wc -l <"$referee")
  configure "$run" "$run/data"
  launch "$run/faulted.log" env LD_PRELOAD="$folder/nth-call.so" FAULT_CALL="$call" FAULT_KIND="$fault" FAULT_AT="$1" \
    FAULT_REPORT="$run/fault" ${further:+FAULT_GOES_ON=1} "$program" serve --config "$settings"
  served=$started
  if await_answer "$served" "http://$gateway/-/health/ready" 20; then
    create "$prompt"
    first_job=$job first_code=$code
    echo "$code $answer" >"$run/answer"
    if [ -n "$job" ]; then await_success "$job" "$served" 2 || true; fi
  elif is_running "$served"; then
    violated "it neither served nor ended"
  fi
  if [ "$fault" = EIO ] && [ -n "$(ledger_fault)" ]; then await_end "$served" 1 || true; fi
  if [ -z "$status" ] && [ -n "$further" ]; then
    # Whoever waits for room would wait: the end of a disk that stays full is a crash.
    kill_now "$served"
  elif [ -z "$status" ]; then
    stopping=${EPOCHREALTIME/[.,]/}
    stop_gateway "$served" || { violated "it did not end" && kill_now "$served"; }
  fi
  ended=${EPOCHREALTIME/[.,]/}
  check_end
  start_again
}

# When the database was first hit, and where. What hits the lock's text, which is for people, hits nothing.
ledger_fault() { grep -m 1 'tollgate\.sqlite' "$run/fault" 2>/dev/null || true; }

# Whether the process took the fault as it should.
check_end() {
  local at path
  [ "$fault" = EIO ] || return 0
  read -r at _ path < <(ledger_fault) || return 0
  # A process that is told to end has answered everything, and it is durable.
  if ((stopping > 0 && at >= stopping)); then return 0; fi
  if [ "$status" = 0 ] || [ "$status" = 137 ] || ((ended - at > stop_limit)); then
    violated "an I/O error of ${path##*/} ended the process with status $status after $(((ended - at) / 1000)) ms"
  fi
}

# The start after the fault has to find everything.
start_again() {
  start_gateway "$run/clean.log" || { violated "the next start failed" && kill_now "$served" && return 0; }
  await_rest "$run/data" 10 || violated "purchases are still under way"
  check_answer
  if [ -n "$first_job" ] && ! await_success "$first_job" "$served" 5; then violated "job $first_job is lost"; fi
  verified "$run" >>"$run/violations"
  # Whoever got no answer asks again.
  create "$prompt"
  if [ -n "$job" ]; then
    await_success "$job" "$served" 5 || violated "the repeated create brought nothing"
  elif [ "$code" != 409 ]; then
    violated "the repeated create got $code $answer"
  fi
  stop_gateway "$served" || { violated "it does not end" && kill_now "$served"; }
  [ "$status" = 0 ] || violated "it ended with status $status"
  { cat "$folder/$flow.jsonl" && tail -n "+$((before + 1))" "$referee"; } >"$run/referee.jsonl"
  books "$run/data" "$run/referee.jsonl" >>"$run/violations"
}

# What the client was told while the fault was there.
check_answer() {
  case $fault:$first_code in
    # It was bought, or the gateway never served; or it ended.
    *:200 | *:none | SIGKILL:000 | after:000 | EIO:000) ;;
    EIO:503 | ENOSPC:503)
      grep -q '"code":50300[,}]' "$run/answer" || violated "a 503 without 50300"
      [ "$(wc -l <"$referee")" = "$before" ] || violated "a create was refused with 503, and sold"
      ;;
    # It was sent, or its hold was there, and nothing more could be recorded.
    EIO:504 | ENOSPC:504) ;;
    # fdatasync has no room to ask for: whatever it says, nobody knows what is on the disk, and the process ends.
    ENOSPC:000) [ "$call" = fdatasync ] || violated "the create got no answer" ;;
    *) violated "the create got $first_code" ;;
  esac
}
