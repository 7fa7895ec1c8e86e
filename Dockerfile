# The gateway as one program that needs nothing but libc. It runs as nobody special, and writes to /data alone: start it with
# --read-only if you like.

FROM swift:6.3-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libsqlite3-dev zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN Scripts/build-static.sh

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
# `container` lets messages name Docker's commands. SQLite's large sorts need a place, and /tmp may be read-only.
ENV container=oci TOLLGATE_SERVER_LISTEN=0.0.0.0:8080 TOLLGATE_STORAGE_PATH=/data SQLITE_TMPDIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["tollgate", "health"]
ENTRYPOINT ["tollgate"]
CMD ["serve"]
