# ./dev prove service: the systemd unit under a real systemd, in the folder of a bare Debian.
# shellcheck shell=bash disable=SC2154

service() {
  [ $# -eq 0 ] || usage
  empty_folder service
  ./dev install --prefix "$folder/installed"
  # Its mounts are its own, so that they are gone with it, whatever happens.
  PYTHONDONTWRITEBYTECODE=1 unshare --mount --propagation private python3 Scripts/prove/service.py "$root" "$folder" ||
    die "The service is not as it should be; see $folder/log.txt and $folder/journal.txt"
  rm -rf "$folder/debian" "$folder/installed"
  printf '%sThe service runs, reloads, comes back, stops and is restored under systemd.%s\n' "$green" "$plain"
}
