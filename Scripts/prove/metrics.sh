# ./dev prove metrics: a real Prometheus reads the gateway under load, and its figures are those of the books.
# shellcheck shell=bash disable=SC2154

# Finds prometheus and promtool, or unpacks Debian's package: installing it would start a service. $prometheus is where both are.
find_prometheus() {
  local place=$root/.build/dev/prometheus
  prometheus=$place/usr/bin
  if command -v prometheus >/dev/null && command -v promtool >/dev/null; then
    prometheus=$(dirname "$(command -v prometheus)")
  elif [ ! -x "$prometheus/promtool" ]; then
    command -v apt-get >/dev/null || die "Missing: prometheus (Debian's name). Install it and try again."
    rm -rf "$place"
    mkdir -p "$place"
    quietly "Unpacking prometheus" unpack-prometheus unpack_prometheus "$place"
  fi
}

unpack_prometheus() { # folder
  (
    cd "$1"
    apt-get download prometheus || { apt-get update && apt-get download prometheus; }
    dpkg-deb -x prometheus_*.deb .
    rm prometheus_*.deb
  )
}

metrics() { # requests
  local port
  [ $# -le 1 ] || usage
  empty_folder metrics
  undo_at_end
  find_prometheus
  # What is shipped is what Prometheus takes.
  sed "s|/etc/prometheus/tollgate-token|$folder/token|" "$root/deploy/prometheus/prometheus.yml" >"$folder/shipped.yml"
  cp "$root/deploy/prometheus/alerts.yml" "$folder/alerts.yml"
  printf %s "the-admin-token-of-the-proof" >"$folder/token"
  "$prometheus/promtool" check config "$folder/shipped.yml" >"$folder/config.txt" 2>&1 || die "$(cat "$folder/config.txt")"
  "$prometheus/promtool" check rules "$folder/alerts.yml" >"$folder/rules.txt" 2>&1 || die "$(cat "$folder/rules.txt")"
  # The alarms ring when they should.
  cp "$root/Scripts/prove/alerts-test.yml" "$folder"
  "$prometheus/promtool" test rules "$folder/alerts-test.yml" >"$folder/alerts.txt" 2>&1 || die "$(cat "$folder/alerts.txt")"
  start_simulator "$folder" 200ms
  choose_gateway
  configure "$folder" "$folder/data"
  sed -i '/answer_timeout/s/2s/20s/' "$settings"
  cat >>"$settings" <<YAML
admin: {token: "the-admin-token-of-the-proof"}
budgets: {month: 100000}
models: {"*": {price: 0.123456789}}
keys:
  - {name: alice, secret: "the-key-of-alice-in-the-proof", budgets: {day: 1000}}
  - {name: bob, secret: "the-key-of-bob-in-the-proof", models: ["google/*"]}
YAML
  start_gateway "$folder/gateway.log" || die "The gateway does not start; see $folder/gateway.log"
  port=$(free_port "$((34000 + RANDOM % 2000))")
  sed -e "s|127.0.0.1:8080|$gateway|" -e 's|scrape_interval: 15s|scrape_interval: 1s|' -e 's|scrape_timeout: 10s|scrape_timeout: 1s|' \
    -e 's|evaluation_interval: 15s|evaluation_interval: 1s|' "$folder/shipped.yml" >"$folder/prometheus.yml"
  launch "$folder/prometheus.log" "$prometheus/prometheus" --config.file="$folder/prometheus.yml" \
    --storage.tsdb.path="$folder/prometheus-data" --web.listen-address="127.0.0.1:$port" --log.level=warn
  await_answer "$started" "http://127.0.0.1:$port/-/ready" 60 || die "Prometheus does not start; see $folder/prometheus.log"
  python3 "$root/Scripts/prove/metrics.py" "$program" "$settings" "http://$gateway" "http://127.0.0.1:$port" "$folder" \
    "$prometheus/promtool" "${1:-2000}" || die "The folder $folder is kept."
  stop_gateway "$served" || die "The gateway does not stop; see $folder/gateway.log"
}
