# Plants one mistake after the other in a copy of the sources, and sees that the fault simulation finds each of them. A mistake
# is a patch in Scripts/prove/mutations, whose first line says what is broken.
# shellcheck shell=bash disable=SC2154

mutations() { # most seeds for each mistake
  local seeds=${1:-1000} folder=.build/mutations number=0 survived=0 patch
  local patches=(Scripts/prove/mutations/*.patch)
  copy_sources
  build_copy || die "The sources do not compile in $folder/sources."
  search control
  [ -z "$found" ] || die "Seed $found fails without any mistake planted: $violation"
  printf 'No mistake: %d seeds, no violation\n\n' "$seeds"
  printf '%s%2s  %-26s %5s  %s%s\n' "$bold" "#" MISTAKE SEED "HOW IT IS FOUND" "$plain"
  for patch in "${patches[@]}"; do
    number=$((number + 1))
    plant "$patch" || survived=$((survived + 1))
  done
  printf '\n'
  ((survived == 0)) || die "$survived of $number planted mistakes were not found within $seeds seeds."
  printf '%sAll %d planted mistakes were found within %d seeds each, in %d s.%s\n' \
    "$green" "$number" "$seeds" "$SECONDS" "$plain"
}

# Plants one mistake, looks for it, and takes it out again.
plant() { # patch
  local name=${1##*/} colour=$green
  name=${name%.patch}
  git apply --directory="$folder/sources" "$1" || die "$1 does not fit the sources any more; plant its mistake anew."
  build_copy || die "With $1 the sources do not compile; all that the compiler said is in $folder/build.log"
  search "$name"
  git apply --reverse --directory="$folder/sources" "$1"
  [ -n "$found" ] || colour=$red
  printf '%2d  %-26s %s%5s%s  %s\n' "$number" "$name" "$colour" "${found:-none}" "$plain" "${violation:0:150}"
  printf '    %s%s%s\n' "$dim" "$(head -n 1 "$1")" "$plain"
  [ -n "$found" ]
}

# Runs the simulation until the first violation: $found is its seed, which every run finds again, and $violation its words.
search() { # name
  local log=$folder/$1.log status=0
  found="" violation=""
  # Without the setting no two runs of a seed would be the same.
  SWIFT_DETERMINISTIC_HASHING=1 timeout 600 "$folder/build/debug/fault-simulation" --seeds "$seeds" >"$log" 2>&1 || status=$?
  found=$(sed -n 's/^seed \([0-9]*\):$/\1/p' "$log" | head -n 1)
  violation=$(sed -n '/^seed /{n;s/^ *//p;q}' "$log")
  # A program that breaks down, or never ends, is not what finds a mistake.
  ((status <= 1)) || die "The simulation ended with status $status; see $log"
  [ -n "$found" ] || violation="not found"
}

# A copy with the times of the originals, so that only what has changed is compiled; dependencies are not fetched twice.
copy_sources() {
  mkdir -p "$folder/build"
  rm -rf "$folder/sources"
  mkdir "$folder/sources"
  cp -a Package.swift Package.resolved Plugins Sources Tests "$folder/sources/"
  if [ ! -e "$folder/build/checkouts" ] && [ -e .build/workspace-state.json ]; then
    cp -a .build/checkouts .build/repositories .build/workspace-state.json "$folder/build/"
  fi
}

build_copy() {
  swift build --package-path "$folder/sources" --scratch-path "$folder/build" --product fault-simulation \
    >"$folder/build.log" 2>&1
}

# Says which mistakes cannot be planted any more, because the sources have changed.
mutations_fit() {
  local patch status=0
  for patch in Scripts/prove/mutations/*.patch; do
    git apply --check "$patch" || { echo "$patch does not fit the sources any more; plant its mistake anew." && status=1; }
  done
  return "$status"
}
