# syntax=docker/dockerfile:1

# The app and `logto-provision`, as `cargo xtask build` makes them: docker build --tag leptos-logto .

FROM node:22-bookworm-slim AS node

FROM rust:1.95-bookworm AS build
# The toolchain of this image. rust-toolchain.toml would have another one fetched.
ENV RUSTUP_TOOLCHAIN=1.95.0
RUN rustup target add wasm32-unknown-unknown
# wasm-opt comes with npm.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /build
COPY . .
# The caches are no part of the image, so what is wanted of them is taken in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/root/.npm \
    --mount=type=cache,target=/build/target \
    cargo xtask build \
    && cargo build --release --locked --package logto --features management --bin logto-provision \
    && mkdir /out \
    && cp --recursive target/release/server target/release/hash.txt target/release/logto-provision target/site /out

FROM debian:bookworm-slim
# Certificates to know Logto by, curl for the health check. They are to be the newest ones.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv --no-create-home app \
    && install --directory --owner=app /srv/data
WORKDIR /srv
# hash.txt lies beside the server: it finds the site's files by it.
COPY --from=build /out/ ./
ENV LEPTOS_SITE_ADDR=0.0.0.0:3000 LEPTOS_SITE_ROOT=/srv/site LOG_FORMAT=json
USER 10001
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:3000/healthz"]
CMD ["/srv/server"]
