# ./dev prove callbacks: very many jobs end at once, and their callbacks go to receivers of every kind.
# shellcheck shell=bash disable=SC2154

callbacks() { # jobs
  local verifier=$root/.build/prove/callbacks-venv
  [ $# -le 1 ] || usage
  # More are not kept for one key at a time.
  [ "${1:-10000}" -le 10000 ] || die "At most 10000 jobs: the callbacks of the proof's key are on their way together."
  empty_folder callbacks
  undo_at_end
  # An implementation of the signatures that has nothing to do with this one.
  if ! "$verifier/bin/python" -c 'import standardwebhooks' 2>/dev/null; then
    quietly "Installing standardwebhooks" install-verifier \
      sh -c "python3 -m venv '$verifier' && '$verifier/bin/pip' install --disable-pip-version-check standardwebhooks"
  fi
  "$verifier/bin/python" "$root/Scripts/prove/callbacks.py" "$program" "$folder" "${1:-10000}" ||
    die "The folder $folder is kept."
}
