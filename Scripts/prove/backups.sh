# ./dev prove backups: backups while creates, repeats and downloads go on, each restored, checked, and started.
# shellcheck shell=bash disable=SC2154

backups() { # backups
  [ $# -le 1 ] || usage
  empty_folder backups
  undo_at_end
  python3 "$root/Scripts/prove/backups.py" "$root/.build/release/tollgate" "$folder" "${1:-20}" || die "The folder $folder is kept."
}
