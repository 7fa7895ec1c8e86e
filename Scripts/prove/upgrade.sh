# ./dev prove upgrade: kill -9 at every call to the system while the real program brings an old data folder to this version.
# shellcheck shell=bash disable=SC2154

# The calls that change what is on the disk.
upgrade_calls=(pwrite fdatasync fsync ftruncate unlink)

upgrade() { # the oldest schema
  local newest schema call n runs=0 broken=0 begin=$SECONDS fault
  [ $# -le 1 ] || usage
  empty_folder upgrade
  clang -O1 -shared -fPIC -o "$folder/nth-call.so" Scripts/prove/nth-call.c -ldl ||
    die "clang, which comes with Swift, cannot build Scripts/prove/nth-call.c."
  export TOLLGATE_TEST_FIXTURES=$folder/fixtures
  run_tests --filter UpgradeTests
  unset TOLLGATE_TEST_FIXTURES
  newest=$(find "$folder/fixtures" -mindepth 1 -maxdepth 1 | wc -l)
  printf '%-7s %-10s %6s %11s\n' schema call deaths violations
  for ((schema = ${1:-1}; schema < newest; schema++)); do
    for call in "${upgrade_calls[@]}"; do
      local deaths=0 bad=0
      for ((n = 1; ; n++)); do
        rm -rf "$folder/run"
        cp -a "$folder/fixtures/v$schema" "$folder/run"
        rm -f "$folder/fault"
        # The shell itself says that it was killed.
        {
          env LD_PRELOAD="$folder/nth-call.so" FAULT_CALL="$call" FAULT_KIND=SIGKILL FAULT_AT="$n" FAULT_REPORT="$folder/fault" \
            "$program" verify --folder "$folder/run" >"$folder/died.txt" 2>&1 || true
        } 2>/dev/null
        [ -s "$folder/fault" ] || break
        deaths=$((deaths + 1))
        runs=$((runs + 1))
        upgraded "$newest" && continue
        bad=$((bad + 1))
        broken=$((broken + 1))
        fault=$folder/violation-v$schema-$call-$n
        rm -rf "$fault"
        cp -a "$folder/run" "$fault"
        cp "$folder/clean.txt" "$fault.txt"
      done
      printf '%-7s %-10s %6s %11s\n' "$schema" "$call" "$deaths" "$bad"
      # Every upgrade writes.
      if [ "$call" = pwrite ] && ((deaths == 0)); then die "It was never killed: see $folder/died.txt"; fi
    done
  done
  ((runs > 0)) || die "Nothing was ever killed; is nth-call.so loaded?"
  printf '%s deaths in %s s, %s violations\n' "$runs" "$((SECONDS - begin))" "$broken"
  ((broken == 0)) || die "The folders of these runs are kept: $folder/violation-*"
}

# What was interrupted is brought to this version by the next start, and has lost nothing.
upgraded() { # newest schema
  "$program" verify --folder "$folder/run" >"$folder/clean.txt" 2>&1 || return 1
  [ "$(sqlite3 "$folder/run/tollgate.sqlite" 'PRAGMA user_version')" = "$1" ] || return 1
  [ "$(sqlite3 "$folder/run/tollgate.sqlite" 'SELECT count(*), sum(hold) FROM generations')" = \
    "$(sqlite3 "$folder/fixtures/v$schema/tollgate.sqlite" 'SELECT count(*), sum(hold) FROM generations')" ]
}
