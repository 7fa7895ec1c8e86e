# Sourced by ./dev: how long the small things take that every request goes through, and how many instructions and allocations.
#
# Times move with the machine and what else it does. Counts are valgrind's, because processors in virtual machines often count
# nothing: it runs the same instructions on every processor that has AVX2, and knows no SHA instructions, so that BoringSSL's way
# without them is counted. What moves counts is another compiler, valgrind or C library.

counts=Benchmarks/micro-counts-$(uname -m).txt
folder=.build/bench/micro
results=$folder/counts.txt

measure_times() {
  quietly "Building the benchmarks (5 to 10 minutes the first time)" build-micro \
    swift package --package-path Benchmarks benchmark list
  swift package --package-path Benchmarks benchmark --target Micro --no-progress --quiet --grouping metric \
    --time-units nanoseconds 2>.build/dev/micro.log || die "The benchmarks failed: $(tail -n 1 .build/dev/micro.log)"
}

# Leaves the counts of every operation in a file, below a line that says what they depend on.
take_counts() {
  local names name
  quietly "Building what is counted" build-micro-operation \
    swift build --package-path Benchmarks -c release --product micro-operation
  mkdir -p $folder
  # Valgrind cannot read what newer compilers write for debuggers.
  strip --strip-debug -o $folder/micro-operation Benchmarks/.build/release/micro-operation
  # Without it no two runs are the same.
  export SWIFT_DETERMINISTIC_HASHING=1
  names=$($folder/micro-operation)
  name=$(swift --version 2>/dev/null | grep -o 'Swift version [0-9.]*')
  echo "# $name, $(valgrind --version), $(getconf GNU_LIBC_VERSION)" >$results
  for name in $names; do count "$name" >>$results; done
}

# One line: the name, and how many instructions and allocations one more of it takes.
count() { # name
  local more=2000 few many
  case $1 in *MB) more=4 ;; esac
  few=$(counted "$1" 0)
  many=$(counted "$1" $more)
  awk -v name="$1" -v more=$more '{ printf "%-20s %12.0f %8.1f\n", name, ($3 - $1) / more, ($4 - $2) / more }' <<<"$few $many"
}

# The instructions and allocations of a whole run.
counted() { # name, how often
  local profile=$folder/callgrind.out
  valgrind --tool=callgrind --callgrind-out-file=$profile $folder/micro-operation "$1" "$2" >$folder/valgrind.log 2>&1 ||
    die "valgrind could not run $1: $(tail -n 1 $folder/valgrind.log)"
  # Functions have their names once and are numbers from then on: "cfn=(12) malloc", then "cfn=(12)".
  awk '
    /^(fn|cfn)=/ {
      id = $1; sub(/^[a-z]*=/, "", id)
      if (NF > 1) name[id] = $2
      if ($1 ~ /^cfn/) called = name[id]
    }
    /^calls=/ && called ~ /^(malloc|calloc|realloc|posix_memalign|aligned_alloc)$/ { sub(/calls=/, "", $1); allocations += $1 }
    /^(totals|summary):/ { instructions = $2 }
    END { printf "%.0f %.0f\n", instructions, allocations }' $profile
}

update_counts() {
  take_counts
  { echo "# Written by ./dev bench micro --update. One operation: its instructions, its allocations." && cat $results; } >"$counts"
  cat "$counts"
}

# 5 % more instructions than allowed are too many, and so is any allocation more.
compare_counts() {
  [ -e "$counts" ] || die "There are no counts to compare with: $counts is missing. Take today's: ./dev bench micro --update"
  measure_times
  take_counts
  awk '
    BEGIN { printf "%-20s %14s %9s %13s %8s\n", "", "instructions", "allowed", "allocations", "allowed" }
    $1 == "#" { if (FNR == NR) there = $0; else here = $0; next }
    FNR == NR { instructions[$1] = $2; allocations[$1] = $3; next }
    {
      printf "%-20s %14.0f %9s %13s %8s\n", $1, $2, instructions[$1], $3, allocations[$1]
      if (!($1 in instructions)) wrong = wrong sprintf("%s is new.\n", $1)
      else if ($2 > instructions[$1] * 1.05)
        wrong = wrong sprintf("%s takes %.0f instructions, %.0f %% more than the %.0f that are allowed.\n",
          $1, $2, ($2 / instructions[$1] - 1) * 100, instructions[$1])
      else if ($2 < instructions[$1] * 0.95) less = less " " $1
      if ($1 in allocations && $3 > allocations[$1])
        wrong = wrong sprintf("%s allocates %s times; %s are allowed.\n", $1, $3, allocations[$1])
    }
    END {
      if (here != there) printf "\nAllowed were those of other programs:\n%s\n%s here\n", there, here
      if (less) printf "\nLess than 95 %% of what is allowed:%s. Keep that with ./dev bench micro --update\n", less
      if (wrong) { printf "\n%sIf that is meant: ./dev bench micro --update\n", wrong; exit 1 }
    }' "$counts" $results || die "The counts of $counts are exceeded."
}
