#!/usr/bin/env bash
# Builds .build/release/tollgate as one program that needs nothing but libc and libgcc: Swift's runtime, SQLite, zlib and libstdc++
# are linked into it, and its symbols are left out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The linker takes the first folder that has a library in either form: one that has archives only makes it link statically.
archives=$PWD/.build/static
mkdir -p "$archives"
for library in libsqlite3.a libz.a libstdc++.a; do
  place=$(gcc -print-file-name="$library")
  [ -e "$place" ] || {
    echo "$library is not there. On Debian and Ubuntu it is in libsqlite3-dev, zlib1g-dev or libstdc++-12-dev." >&2
    exit 1
  }
  ln -sf "$place" "$archives/"
done
swift build -c release --static-swift-stdlib --product tollgate -Xlinker "-L$archives" -Xlinker -s

# What is linked from elsewhere after all is seen here, and not on the machine that it is missing on.
others=$(ldd .build/release/tollgate | grep -vE '^\s*(linux-vdso|/lib.*/ld-linux|lib(c|m|dl|rt|pthread|util|resolv)\.so|libgcc_s\.so)' || true)
[ -z "$others" ] || {
  echo "The program needs more than libc and libgcc:" >&2
  echo "$others" >&2
  exit 1
}
