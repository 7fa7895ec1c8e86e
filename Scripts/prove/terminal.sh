# ./dev prove terminal: every list on a terminal of 80 and of 160 columns, with long names and wide characters in it.
# shellcheck shell=bash disable=SC2154

terminal() {
  [ $# -eq 0 ] || usage
  local width name words long_name=a-key-with-a-very-long-name-of-sixty-four-characters-as-allowed
  empty_folder terminal
  undo_at_end
  start_simulator "$folder" 100ms
  choose_gateway
  fill_for_terminal
  # It lives as long as one of its sessions.
  in_tmux new-session -d -s server "exec sleep 900"
  for width in 80 160; do
    while IFS='|' read -r name words; do
      record "$width" "$name" "$words"
    done <<'COMMANDS'
jobs-list|jobs list
jobs-unknown|jobs list --state unknown --state failed
jobs-count|jobs count
jobs-show|jobs show g1
jobs-show-unknown|jobs show g7
keys-list|keys list
keys-show|keys show alice
teams-list|teams list
teams-show|teams show design
budgets|budgets
usage-by-key|usage
usage-by-model|usage --by model
history|history
history-by-day|history --step day
ledger|ledger
ledger-captures|ledger --kind capture --limit 5
cache-list|cache list
cache-search|cache search lighthouse
cache-show|cache show g1
callbacks-list|callbacks list
quote|quote create.json --key alice
explain|cache explain create.json --key alice
verify|verify
status|status
assets|assets list
nothing|jobs list --key nobody
wrong-usage|jobs list --state lost
not-there|jobs show g999
help|--help
help-of-a-list|jobs list --help
COMMANDS
    record_watch "$width"
    record_live "$width"
  done
  grep -q $'\e\\[' "$folder"/*.ansi || die "No colours are in $folder."
  in_tmux kill-server
  stop_gateway "$served"
  echo "$(find "$folder" -name '*.txt' | wc -l) screens of 80 and 160 columns, in which no line is wrapped: $folder"
}

# Has something of everything in the gateway's books.
fill_for_terminal() {
  local key secret prompt
  cat >"$folder/gateway.yaml" <<YAML
server: {listen: "$gateway", answer_timeout: 2s}
upstream: {base_url: "http://$shortapi", api_key: any, request_timeout: 2s, poll: {first: 50ms, max: 200ms}}
storage: {path: "$folder/data"}
log: {format: text}
budgets: {month: 500.00}
callbacks: {allow_private_addresses: true}
YAML
  settings=$folder/gateway.yaml
  start_gateway "$folder/gateway.log" || die "The gateway does not start; see $folder/gateway.log"
  tollgate_here teams create design --budget month=200.00 --budget day=0.20
  tollgate_here teams create research-and-development-of-the-northern-branch
  secret=$(tollgate_here keys create alice --team design --budget day=0.18 --budget total=100)
  printf '%s' "$secret" >"$folder/secret"
  key=$(tollgate_here keys create "$long_name" --team research-and-development-of-the-northern-branch \
    --models 'google/*' --models 'bytedance/*' --creates-per-minute 600 --max-running 8)
  tollgate_here keys create demo --mode replay --expires 2127-01-01 >/dev/null
  tollgate_here keys create gone >/dev/null
  tollgate_here keys revoke gone
  buy "$secret" "a lighthouse at dusk" '"callback_url": "http://127.0.0.1:30999/hook/of/a/receiver/that/is/not/there?with=a&long=query",'
  for prompt in "一只红色的狐狸在雪地里奔跑，远处是群山和落日，画面温暖而宁静，细节丰富" \
    "👩‍🚀 on the 🌕, ❤️ in a 🇯🇵 style 👍🏽 with café and naïve re\u0301sume\u0301" "שלום عالم नमस्ते สวัสดี" \
    "an exceedingly long prompt $(printf 'that goes on and on, %.0s' {1..20})"; do
    buy "$key" "$prompt"
  done
  buy "$secret" "a lighthouse at dusk"
  fault '{"on": "create", "kind": "failJob", "times": 1}'
  buy "$secret" "a picture that fails"
  fault '{"on": "create", "kind": "dropAfter", "times": 1}'
  buy "$key" "a picture of which nobody knows"
  buy "$secret" "a picture that is bought beside it"
  for prompt in 1 2 3; do buy "$secret" "one too many, $prompt"; done
  buy "$key" "another 猫" "" acme/a-model-that-nobody-sells/text-to-image
  printf '%s' '{"model": "google/nano-banana-2/text-to-image", "args": {"prompt": "a lighthouse at dawn"}}' >"$folder/create.json"
  tollgate_here cache pin g1
  # The statistics are written once a second.
  sleep 2
}

tollgate_here() { (cd "$folder" && "$program" "$@" 2>>"$folder/commands.log"); }

fault() { curl -fsS "http://$shortapi/control/faults" -d "$1" >/dev/null; } # JSON

# Sends a create, and waits a moment for its end. Refusals are wanted, too.
buy() { # secret, prompt, members before the arguments, model
  printf '{"model": "%s", %s "args": {"prompt": "%b"}}' \
    "${4:-google/nano-banana-2/text-to-image}" "${3:-}" "$2" >"$folder/body.json"
  curl -s --max-time 10 "http://$gateway/api/v1/job/create" -H "Authorization: Bearer $1" --data-binary "@$folder/body.json" \
    >>"$folder/answers.txt"
  echo >>"$folder/answers.txt"
  sleep 0.4
}

# ---- A terminal

in_tmux() { LC_ALL=C.UTF-8 tmux -L "tollgate-$$" -f /dev/null "$@" </dev/null; }

# Runs a command on a terminal of so many columns and keeps what is shown.
record() { # width, name, command's words
  local place=$folder/$2-$1
  start_terminal "$1" 120 "$3"
  await_text '[exit ' 20 || die "tollgate $3 does not end."
  keep "$place"
  in_tmux kill-session -t proof
}

start_terminal() { # columns, lines, command's words
  printf '%s\n' "cd '$folder'" "'$program' $3" "echo \"[exit \$?]\"" "exec sleep 60" >"$folder/run.sh"
  in_tmux new-session -d -s proof -x "$1" -y "$2" "env -u NO_COLOR TERM=screen-256color bash '$folder/run.sh'"
}

await_text() { # text, seconds
  local deadline=$((SECONDS + $2 + 1))
  while ((SECONDS < deadline)); do
    ! in_tmux capture-pane -p -t proof | grep -qF -- "$1" || return 0
    sleep 0.1
  done
  return 1
}

# Keeps the screen, without and with its colours. Joined lines are fewer where the terminal has wrapped one: an address that is to
# be copied, or the argument parser's own words.
keep() { # path without its ending
  in_tmux capture-pane -p -t proof | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$1.txt"
  in_tmux capture-pane -p -e -t proof >"$1.ansi"
  [ "$(in_tmux capture-pane -p -t proof | wc -l)" -eq "$(in_tmux capture-pane -p -J -t proof | wc -l)" ] ||
    [[ $1 = */*-show-* || $1 = */wrong-usage-* ]] || die "A line is wrapped: $1.txt"
}

# A list that is shown again and again ends with Ctrl-C, and its last state stays.
record_watch() { # width
  start_terminal "$1" 24 "jobs list --watch 1"
  await_text "Ctrl-C ends" 20 || die "The watched list does not come."
  sleep 2.5
  keep "$folder/watch-$1"
  in_tmux send-keys -t proof C-c
  await_text "[exit 0]" 10 || die "Ctrl-C does not end the watched list, or with an error."
  keep "$folder/watch-ended-$1"
  grep -q '^PURCHASE' "$folder/watch-ended-$1.txt" || die "The last state does not stay: $folder/watch-ended-$1.txt"
  in_tmux kill-session -t proof
}

record_live() { # width
  start_terminal "$1" 24 "live"
  await_text "Waiting for requests" 20 || die "tollgate live does not start."
  sleep 0.5
  buy "$(cat "$folder/secret")" "a lighthouse at dusk"
  await_text " hit " 10 || die "tollgate live does not show a request."
  keep "$folder/live-$1"
  in_tmux send-keys -t proof C-c
  await_text "[exit 0]" 10 || die "Ctrl-C does not end tollgate live, or with an error."
  in_tmux kill-session -t proof
}
