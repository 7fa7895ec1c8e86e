# ./dev prove soak: an hour of everything, and no growth.
# shellcheck shell=bash disable=SC2154

soak() { # minutes
  [ $# -le 1 ] || usage
  empty_folder soak
  undo_at_end
  PYTHONDONTWRITEBYTECODE=1 python3 "$root/Scripts/prove/soak.py" "$root/.build/release/tollgate" "$folder" "${1:-60}" ||
    die "The folder $folder is kept."
}
