# ./dev prove tls: what testssl.sh and sslscan find wrong with the encrypted listener.
# shellcheck shell=bash disable=SC2154

# What testssl.sh says about every server whose certificate was made a moment ago by nobody, or that has a reason in
# docs/operations.md, "Encrypted connections, sockets and proxies".
tls_reasons='engine_problem|cipher_order|security_headers|cert_chain_of_trust|cert_revocation|DNS_CAArecord'

tls() {
  [ $# -eq 0 ] || usage
  empty_folder tls
  undo_at_end
  start_simulator "$folder" 100ms
  choose_gateway
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj /CN=localhost \
    -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>"$folder/openssl.log" ||
    die "openssl makes no certificate; see $folder/openssl.log"
  configure "$folder" "$folder/data"
  sed -i "s|^server: {|&tls: {certificate: $folder/certificate.pem, key: $folder/key.pem, hsts: 365d}, |" "$settings"
  launch "$folder/gateway.log" "$program" serve --config "$settings"
  served=$started
  await_tls || die "The gateway does not start; see $folder/gateway.log"

  sslscan --no-colour --no-check-certificate "$gateway" >"$folder/sslscan.txt" || die "sslscan has failed; see $folder/sslscan.txt"
  local wanted
  for wanted in 'SSLv2 *disabled' 'SSLv3 *disabled' 'TLSv1.0 *disabled' 'TLSv1.1 *disabled' 'TLSv1.2 *enabled' 'TLSv1.3 *enabled' \
    'Session renegotiation not supported'; do
    grep -qE "^$wanted" "$folder/sslscan.txt" || die "sslscan does not say \"$wanted\"; see $folder/sslscan.txt"
  done
  ! grep -E '^(Preferred|Accepted) .*TLSv1\.2' "$folder/sslscan.txt" | grep -vE 'ECDHE-.*(GCM|CHACHA20)' ||
    die "sslscan has found ciphers of TLS 1.2 without forward secrecy or authenticated encryption; see $folder/sslscan.txt"

  # It asks for one or two minutes, on a busy machine for six. Its exit status is a count of what it has found, of any kind.
  testssl --quiet --color 0 --warnings off --connect-timeout 5 --openssl-timeout 5 --jsonfile "$folder/testssl.json" "https://$gateway" \
    >"$folder/testssl.txt" 2>&1 || true
  is_running "$served" || die "The gateway has ended; see $folder/gateway.log"
  python3 - "$folder/testssl.json" "$tls_reasons" <<'PYTHON' || die "See $folder/testssl.txt"
import json, re, sys

findings = json.load(open(sys.argv[1]))
known = re.compile(sys.argv[2])
graded = [finding for finding in findings if finding["severity"] in ("LOW", "MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL")]
for finding in graded:
    mark = "known" if known.fullmatch(finding["id"]) else "FOUND"
    print(f'{mark}  {finding["severity"]}: {finding["id"]}: {finding["finding"]}')
checks = len(findings)
print(f"testssl.sh: {checks} checks")
# Where it could not look, it has found nothing.
sys.exit(checks < 100 or any(not known.fullmatch(finding["id"]) for finding in graded))
PYTHON
  curl -sk -D "$folder/headers" -o "$folder/live" "https://$gateway/-/health/live"
  grep -qi '^Strict-Transport-Security: max-age=31536000' "$folder/headers" || die "HSTS is set, and not said."
  stop_gateway "$served" || die "The gateway does not end; see $folder/gateway.log"
  printf '%stestssl.sh and sslscan have found nothing that has no reason.%s\n' "$green" "$plain"
}

await_tls() {
  local deadline=$((SECONDS + 20))
  until curl -sfk -o /dev/null --max-time 2 "https://$gateway/-/health/ready"; do
    is_running "$served" && ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}
