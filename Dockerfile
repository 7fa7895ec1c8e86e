# The gateway as one program that needs nothing but libc: Swift's runtime, SQLite, zlib and libstdc++ are linked into it.

FROM swift:6.3-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libsqlite3-dev zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The linker takes the first folder that has a library in either form: one that has archives only makes it link statically.
RUN mkdir -p .build/static \
  && ln -sf "/usr/lib/$(gcc -print-multiarch)/libsqlite3.a" "/usr/lib/$(gcc -print-multiarch)/libz.a" \
    "$(gcc -print-file-name=libstdc++.a)" .build/static/ \
  && swift build -c release --static-swift-stdlib --product tollgate -Xlinker "-L$PWD/.build/static" -Xlinker -s

FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --user-group --no-create-home --shell /usr/sbin/nologin --uid 10001 tollgate \
  && install -d -o tollgate -g tollgate -m 0700 /data
COPY --from=build /source/.build/release/tollgate /usr/local/bin/tollgate
USER 10001
# A gateway.yaml that is mounted here is read.
WORKDIR /etc/tollgate
ENV TOLLGATE_SERVER_LISTEN=0.0.0.0:8080 TOLLGATE_STORAGE_PATH=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /-/health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3; read -r _ status _ <&3; [ \"$status\" = 200 ]"]
ENTRYPOINT ["tollgate"]
CMD ["serve"]
