# ./dev prove canaries: no secret is anywhere but where it has to be.
# shellcheck shell=bash disable=SC2154

canaries() {
  [ $# -eq 0 ] || usage
  empty_folder canaries
  undo_at_end
  # Where a core would be written if one were: in the folder of the process.
  ulimit -c "$(ulimit -Hc)" || true
  python3 "$root/Scripts/prove/canaries.py" "$program" "$folder" || die "The folder $folder is kept."
}
