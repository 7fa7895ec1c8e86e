# ./dev prove newcomer: from a bare Debian with Swift to the first hit, with what the README says and nothing else.
# shellcheck shell=bash disable=SC2154

newcomer() {
  [ $# -eq 0 ] || usage
  [ -z "$(git status --porcelain)" ] || echo "What is not committed is not cloned, and not proven."
  empty_folder newcomer
  PYTHONDONTWRITEBYTECODE=1 unshare --mount --propagation private python3 Scripts/prove/newcomer.py "$root" "$folder" ||
    die "A newcomer does not come to the first hit; see $folder/log.txt"
  rm -rf "$folder/debian"
}
