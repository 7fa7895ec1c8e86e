# ./dev prove image: hadolint, and the Dockerfile's steps in folders of bare Debians, where no container engine runs.
# shellcheck shell=bash disable=SC2154

image() {
  [ $# -eq 0 ] || usage
  local environment=.build/hadolint-venv
  if [ ! -x "$environment/bin/hadolint" ]; then
    quietly "Installing hadolint" hadolint python_packages "$environment" Scripts/prove/hadolint-requirements.txt
  fi
  "$environment/bin/hadolint" Dockerfile || die "hadolint has found something in the Dockerfile."
  empty_folder image
  # Its mounts are its own, so that they are gone with it, whatever happens.
  PYTHONDONTWRITEBYTECODE=1 unshare --mount --propagation private python3 Scripts/prove/image.py "$root" "$folder" ||
    die "The image is not as it should be; what its steps have written is in $folder"
  rm -rf "$folder/build" "$folder/final"
  printf '%sThe image is made, and runs read-only as nobody special.%s\n' "$green" "$plain"
}
