# ./dev prove disk-full: the gateway's disk fills up under load, gets room again, and breaks.
# shellcheck shell=bash disable=SC2154

rounds=3
workers=4
# Fills the disk sooner.
padding=$(printf '%04000d' 0)

disk_full() {
  local round call
  [ $# -eq 0 ] || usage
  empty_folder disk-full
  undo_at_end
  disk=$folder/disk violations=$folder/violations
  make_disk "$folder/disk.img" 32M
  mount_disk "$folder/disk.img" "$disk"
  start_simulator "$folder" 2s
  choose_gateway
  configure "$folder" "$disk/data"
  start_gateway "$folder/gateway.log" || die "The gateway does not start; see $folder/gateway.log"
  create first
  kept=$job
  [ -n "$kept" ] && await_success "$kept" "$served" 10 || die "The first purchase has failed: $answer"
  for ((round = 1; round <= rounds; round++)); do fill "$round"; done
  await_rest "$disk/data" 30 || violated "purchases are still under way"
  # No gateway has ended: nothing that was accepted may be unknown.
  [ "$(administration "$disk/data" "generations?limit=1&state=unknown")" = "[]" ] || violated "an outcome is unknown"
  check_books
  for call in pwrite64 fdatasync; do break_disk "$call"; done
  [ ! -s "$violations" ] || { cat "$violations" >&2 && die "The folder $folder is kept."; }
  echo "Nothing is lost, nothing was bought unrecorded, and hits and queries went on."
}

violated() { echo "$1" | tee -a "$violations"; }

# A client that sends one large create after the other, and writes down what each got.
send() { # its number
  local number=0
  while [ ! -e "$folder/enough" ]; do
    number=$((number + 1))
    create "$1, number $number, $padding"
    echo "$code $(member code "$answer") $1, number $number"
  done
}

# Prints the creates that were told that nothing was sent, and were sent.
sold_though_refused() { # data folder
  cat "$folder"/answers-* | sed -n 's/^503 50300 //p' >"$folder/refused"
  [ -s "$folder/refused" ] || echo "no create was refused"
  sqlite3 -batch -bail :memory: <<SQL || echo "the refused creates cannot be compared"
ATTACH '$1/tollgate.sqlite' AS gateway;
CREATE TABLE refused (prompt TEXT);
CREATE TABLE line (json TEXT);
.mode ascii
.separator "\037" "\n"
.import '$folder/refused' refused
.import '$referee' line
SELECT 'g' || number || ' (' || prompt || ') was refused with 50300, and is ' || state
  FROM generations JOIN generation_bodies ON generation = number
  JOIN refused ON json_extract(CAST(canonical AS TEXT), '$.args.prompt') = prompt || ', $padding'
  WHERE state NOT IN ('released', 'unknown') OR upstream_id IS NOT NULL
    OR lower(hex(content)) IN (SELECT json_extract(json, '$.sha256') FROM line);
SQL
}

fill() { # round
  local worker begin first wait refused turn turns_full=15 tries=0 running=() clients=()
  rm -f "$folder/enough"
  # These run when the disk is full, and end then.
  for ((worker = 0; worker < 3; worker++)); do
    create "round $1, running $worker"
    running+=("$job")
  done
  for ((worker = 1; worker <= workers; worker++)); do
    launch "$folder/answers-$1-$worker" send "round $1, client $worker"
    clients+=("$started")
  done
  { cat /dev/zero >"$disk/filler" || true; } 2>/dev/null
  begin=$(now)
  until cat "$folder/answers-$1"-* | grep -q '^503 50300'; do
    (($(now) - begin < 30000000)) || { violated "round $1: no create was refused on a full disk" && break; }
    sleep 0.05
  done
  first=$((($(now) - begin) / 1000))
  # For longer than the jobs run: their ends cannot be recorded now.
  for ((turn = 0; turn < turns_full; turn++)); do
    create first
    [ "$code" = 200 ] && [ "$(member amount "$answer")" = 0 ] || violated "round $1: a hit got $code $answer on a full disk"
    [ "$(status_of "$kept")" = 2 ] || violated "round $1: a query found nothing on a full disk"
    for job in "${running[@]}"; do
      [[ $(status_of "$job") = [12] ]] || violated "round $1: job $job is not known on a full disk"
    done
    sleep 0.2
  done
  rm "$disk/filler"
  begin=$(now)
  while create "round $1, with room, try $((tries++))" && [ "$code" != 200 ]; do
    (($(now) - begin < 5000000)) || { violated "round $1: no create succeeds 5 s after there is room" && break; }
    sleep 0.05
  done
  wait=$((($(now) - begin) / 1000))
  touch "$folder/enough"
  for worker in "${clients[@]}"; do await_end "$worker" 15 || kill_now "$worker"; done
  for job in "${running[@]}"; do await_success "$job" "$served" 15 || violated "round $1: job $job is lost"; done
  is_running "$served" || die "The gateway has ended; see $folder/gateway.log"
  refused=$(cat "$folder/answers-$1"-* | grep -c '^503 50300') || true
  printf 'Full, round %s: %s creates refused, the first after %s ms; %s hits and %s queries answered; ' \
    "$1" "$refused" "$first" "$turns_full" "$((turns_full * 4))"
  printf 'a create succeeded %s ms after there was room\n' "$wait"
  # A 504 says that it was sent, or is about to be: it is known, and joined when it is repeated.
  cat "$folder/answers-$1"-* | sed -E 's/^([0-9]+ [0-9]*) .*/\1/' |
    grep -vE '^(200 0|503 50300|504 5040[01])$' | sort | uniq -c >"$folder/odd-$1" || true
  [ ! -s "$folder/odd-$1" ] || violated "round $1: creates got $(tr -s ' \n' ' ' <"$folder/odd-$1")"
}

check_books() {
  verified "$folder" | tee -a "$violations"
  stop_gateway "$served" || { violated "it does not end" && kill_now "$served"; }
  [ "$status" = 0 ] || violated "it ended with status $status"
  books "$disk/data" "$referee" | tee -a "$violations"
  sold_though_refused "$disk/data" | tee -a "$violations"
}

# Every further such call fails with an I/O error while the gateway runs.
break_disk() { # system call
  local at end tracer result
  start_gateway "$folder/gateway.log" || die "The gateway does not start; see $folder/gateway.log"
  launch "$folder/tracer-$1.log" strace -f -ttt -o "$folder/strace-$1.log" -e "trace=$1" -e signal=none \
    -e "inject=$1:error=EIO" -p "$served"
  tracer=$started
  until grep -q attached "$folder/tracer-$1.log"; do
    is_running "$tracer" || die "strace cannot follow the gateway: $(cat "$folder/tracer-$1.log")"
    sleep 0.01
  done
  create "broken $1, $padding"
  echo "$code $(member code "$answer") broken $1" >"$folder/answers-broken-$1"
  await_end "$served" 5 || { violated "EIO of $1: the gateway goes on" && kill_now "$served"; }
  result=$status
  await_end "$tracer" 5 || kill_now "$tracer"
  at=$(sed -n '/(INJECTED)/{s/^[0-9]* *\([0-9.]*\) .*/\1/p;q}' "$folder/strace-$1.log")
  end=$(sed -n 's/^[0-9]* *\([0-9.]*\) +++ exited.*/\1/p' "$folder/strace-$1.log" | tail -n 1)
  at=$(((${end/./} - ${at/./}) / 1000))
  # Over 128 is a signal: that would be a crash, and no decision to stop.
  ((result > 0 && result < 128 && at <= 1000)) || violated "EIO of $1: it ended with status $result after $at ms"
  [[ "$code $(member code "$answer")" =~ ^(000 |503 50300|504 5040[01])$ ]] ||
    violated "EIO of $1: the create got $code $answer"
  printf 'EIO of %s: the create got %s, and the gateway ended with status %s after %s ms\n' "$1" "$code" "$result" "$at"
  start_gateway "$folder/gateway.log" || die "The gateway does not start again; see $folder/gateway.log"
  create first
  [ "$code" = 200 ] && [ "$(member amount "$answer")" = 0 ] || violated "EIO of $1: a hit got $code $answer afterwards"
  await_rest "$disk/data" 10 || violated "EIO of $1: purchases are still under way"
  check_books
}
