# ./dev prove api: what the administration answers is what its description says, whatever it is asked.
# shellcheck shell=bash disable=SC2154

api() { # examples
  local fuzzer=$root/.build/prove/api-venv
  [ $# -le 1 ] || usage
  empty_folder api
  undo_at_end
  if ! "$fuzzer/bin/python" -c 'import schemathesis' 2>/dev/null; then
    quietly "Installing schemathesis" install-fuzzer \
      sh -c "python3 -m venv '$fuzzer' && '$fuzzer/bin/pip' install --disable-pip-version-check 'schemathesis~=4.32'"
  fi
  start_simulator "$folder" 300ms
  choose_gateway
  configure "$folder" "$folder/data"
  cat >>"$settings" <<YAML
admin: {token: "the-admin-token-of-the-proof"}
budgets: {month: 100000}
callbacks: {allow_private_addresses: true}
teams: [{name: filed, budgets: {month: 1000}}]
keys: [{name: declared, secret: "the-key-of-the-proof", team: filed, max_running: 100}]
YAML
  start_gateway "$folder/gateway.log" || die "The gateway does not start; see $folder/gateway.log"
  "$fuzzer/bin/python" "$root/Scripts/prove/api.py" "http://$gateway" "http://$shortapi" "$folder" "${1:-2000}" ||
    die "The answers are in $folder."
  is_running "$served" || die "The gateway has ended; see $folder/gateway.log"
  stop_gateway "$served" || die "The gateway does not stop; see $folder/gateway.log"
  [ -z "$(verified "$folder")" ] || die "tollgate verify finds broken rules; see $folder/verify.txt"
}
