# ./dev prove drain: SIGTERM under load, beside clients that never come to an end.
# shellcheck shell=bash disable=SC2154

drain() { # rounds
  local line
  [ $# -le 1 ] || usage
  empty_folder drain
  undo_at_end
  PYTHONDONTWRITEBYTECODE=1 python3 "$root/Scripts/prove/drain.py" "$program" "$folder" "${1:-100}" ||
    die "The folder $folder is kept."
  settings=$folder/gateway.yaml
  verified "$folder" >"$folder/problems.txt"
  books "$folder/data" "$folder/referee.jsonl" >>"$folder/problems.txt"
  while IFS= read -r line; do printf '%s\n' "$line" >&2; done <"$folder/problems.txt"
  [ ! -s "$folder/problems.txt" ] || die "The books are not those of the upstream. The folder $folder is kept."
  printf '%sEvery purchase is in the books as the upstream has it, and none is unknown.%s\n' "$green" "$plain"
}
