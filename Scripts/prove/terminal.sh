# ./dev prove terminal: every list on a terminal of 80 and of 160 columns, with long names and wide characters in it.
# shellcheck shell=bash disable=SC2154

terminal() {
  [ $# -eq 0 ] || usage
  local width name expected coloured words long_name=a-key-with-a-very-long-name-of-sixty-four-characters-as-allowed
  empty_folder terminal
  undo_at_end
  start_simulator "$folder" 100ms
  choose_gateway
  fill_for_terminal
  # It lives as long as one of its sessions.
  in_tmux new-session -d -s server "exec sleep 900"
  for width in 80 160; do
    while IFS='|' read -r name expected coloured words; do
      record "$width" "$name" "$expected" "$coloured" "$words"
    done <<'COMMANDS'
jobs-list|0|succeeded|jobs list
jobs-unknown|0|unknown|jobs list --state unknown --state failed
jobs-count|0|unknown|jobs count
jobs-show|0|succeeded|jobs show g1
jobs-show-unknown|0|unknown|jobs show g7
keys-list|0|revoked|keys list
keys-show|0|valid|keys show alice
teams-list|0|NAME|teams list
teams-show|0|PER|teams show design
budgets|0|BUDGET|budgets
usage-by-key|0|KEY|usage
usage-by-model|0|MODEL|usage --by model
history|0|HOUR|history
history-by-day|0|DAY|history --step day
ledger|0|PURCHASE|ledger
ledger-captures|0|PURCHASE|ledger --kind capture --limit 5
cache-list|0|PURCHASE|cache list
cache-search|0|PURCHASE|cache search lighthouse
cache-show|0|succeeded|cache show g1
callbacks-list|0|due|callbacks list
quote|1|refused|quote create.json --key alice
explain|1|miss|cache explain create.json --key alice
verify|0|ok|verify
status|0|ready|status
assets|0|FILE|assets list
nothing|0|-|jobs list --key gone
wrong-usage|64|-|jobs list --state lost
not-there|1|-|jobs show g999
no-gateway|69|-|budgets --gateway http://127.0.0.1:1
help|0|-|--help
help-of-a-list|0|-|jobs list --help
COMMANDS
    record_watch "$width"
    record_live "$width"
    record_typing "$width"
  done
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

# Runs a command on a terminal of so many columns and keeps what is shown, if it ends as expected and has a word in colours, or
# none at all.
record() { # width, name, exit code, coloured word or -, command's words
  local place=$folder/$2-$1
  start_terminal "$1" 120 "$5"
  await_text '[exit ' 20 || die "tollgate $5 does not end."
  keep "$place"
  in_tmux kill-session -t proof
  grep -qxF "[exit $3]" "$place.txt" || die "tollgate $5 does not end with exit code $3: $place.txt"
  if [ "$4" = - ]; then
    ! grep -qP "$colour" "$place.ansi" || die "There are colours where none belong: $place.ansi"
  else
    grep -qP "$colour\Q$4\E" "$place.ansi" || die "\"$4\" has no colour: $place.ansi"
  fi
}

# A tone of the program's, and what tmux writes between it and its word.
colour='\e\[(0;)?([12]|3[1236])m(\e\[(39|49|3[1236])m)*'

start_terminal() { # columns, lines, command's words, what is run after it
  # Ctrl-C is for the program.
  printf '%s\n' "trap : INT" "cd '$folder'" "'$program' $3" "echo \"[exit \$?]\"" "${4:-}" "exec sleep 60" >"$folder/run.sh"
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

# A token that is typed is not shown, and whatever is typed after it is. Ctrl-C ends what follows as always, and the question itself.
record_typing() { # width
  local words="budgets --watch 1 --gateway http://$gateway --token-file -" echoes="stty -a | grep -oE -- '-?\\becho\\b'" secret
  secret=$(cat "$folder/secret")
  start_terminal "$1" 24 "$words" "$echoes"
  await_text "which is not shown:" 20 || die "No token is asked for."
  in_tmux send-keys -t proof -l "$secret"
  in_tmux send-keys -t proof Enter
  await_text "Ctrl-C ends" 20 || die "The token that was typed is not taken."
  in_tmux send-keys -t proof C-c
  await_text "[exit 0]" 10 || die "Ctrl-C does not end what a typed token has begun, or with an error."
  await_line echo || die "What is typed after a token is not shown."
  keep "$folder/typed-token-$1"
  ! grep -qF "${secret:0:12}" "$folder/typed-token-$1.txt" || die "A token that is typed is shown: $folder/typed-token-$1.txt"
  in_tmux kill-session -t proof
  start_terminal "$1" 24 "$words" "$echoes"
  await_text "which is not shown:" 20 || die "No token is asked for."
  in_tmux send-keys -t proof -l "half a tok"
  in_tmux send-keys -t proof C-c
  await_text "[exit 130]" 10 || die "Ctrl-C does not end the question for a token."
  await_line echo || die "What is typed after Ctrl-C is not shown."
  in_tmux kill-session -t proof
}

await_line() { # line
  local deadline=$((SECONDS + 11))
  while ((SECONDS < deadline)); do
    ! in_tmux capture-pane -p -t proof | grep -qxF -- "$1" || return 0
    sleep 0.1
  done
  return 1
}
