// What `cargo xtask bench` runs: requests per second beside plain axum in the same run, sizes, memory, start-up time.
// Needs `wrk` in PATH. The release must have been built: SERVER_BIN, SITE_ROOT, DEV_PROVIDER_BIN, BASELINE_BIN.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const CONNECTIONS = 32;
const PHONE = "12015550123";
const { SERVER_BIN, SITE_ROOT, DEV_PROVIDER_BIN, BASELINE_BIN } = process.env;
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const children = [];

function start(program, environment) {
  const child = spawn(program, { env: { PATH: process.env.PATH, ...environment }, cwd: folder, stdio: "ignore" });
  children.push(child);
  return child;
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function answers(url) {
  for (const began = performance.now(); performance.now() - began < 10_000; ) {
    try {
      return await fetch(url, { redirect: "manual" });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  throw new Error(`${url} does not answer`);
}

/** A browser without a screen: cookies by origin, redirects one at a time. */
class Visitor {
  #cookies = new Map();
  async go(url, form) {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? this.#cookies.set(origin, new Map()).get(origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      redirect: "manual",
      method: form ? "POST" : "GET",
      headers: { cookie, accept: "text/html", ...(form && { origin, "sec-fetch-site": "same-origin" }) },
      body: form && new URLSearchParams(form),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name, value] = set.split(";")[0].split(/=(.*)/s);
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    return { answer, next: location && new URL(location, url).href };
  }
  cookie(origin, name) {
    return `${name}=${this.#cookies.get(origin).get(name)}`;
  }
}

async function signIn(base, provider) {
  const visitor = new Visitor();
  let { next } = await visitor.go(`${base}/sign-in`);
  for (let step = 0; step < 20 && next && new URL(next).pathname !== "/"; step++) {
    const { pathname } = new URL(next);
    let form;
    if (pathname === "/sign-in" || pathname === "/register") form = { phone: PHONE };
    if (pathname === "/code") {
      const [message] = await (await fetch(`${provider}/inbox/messages?phone=${PHONE}`)).json();
      form = { code: message.code };
    }
    if (pathname === "/create-account") form = {};
    ({ next } = await visitor.go(next, form));
  }
  return visitor.cookie(base, "session");
}

function wrk(url, cookie) {
  const header = cookie ? ["-H", `Cookie: ${cookie}`] : [];
  const text = execFileSync("wrk", ["-t2", `-c${CONNECTIONS}`, `-d${SECONDS}s`, "--latency", ...header, url], {
    encoding: "utf8",
  });
  const errors = /Non-2xx or 3xx responses: (\d+)/.exec(text);
  if (errors) throw new Error(`${url}: ${errors[0]}`);
  return { rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(text)[1]), p99: /99%\s+(\S+)/.exec(text)[1] };
}

function residentMegabytes(child) {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

try {
  const [port, providerPort, baselinePort] = [await freePort(), await freePort(), await freePort()];
  const base = `http://localhost:${port}`;
  const provider = `http://localhost:${providerPort}`;
  const application = { LOGTO_APP_ID: "bench", LOGTO_APP_SECRET: "bench-secret", BASE_URL: base };
  start(DEV_PROVIDER_BIN, { ...application, DEV_PROVIDER_PORT: String(providerPort) });
  await answers(`${provider}/oidc/jwks`);

  const began = performance.now();
  const server = start(SERVER_BIN, {
    ...application,
    LOGTO_ENDPOINT: provider,
    COOKIE_SECRET: "ab".repeat(32),
    LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
    LEPTOS_SITE_ROOT: SITE_ROOT,
    RUST_LOG: "warn",
  });
  const home = await answers(`${base}/`);
  const startUp = performance.now() - began;
  const html = Buffer.from(await home.arrayBuffer());
  const idle = residentMegabytes(server);

  const cookie = await signIn(base, provider);
  const signedIn = Buffer.from(await (await fetch(base, { headers: { cookie } })).arrayBuffer());
  if (!signedIn.includes("Signed in as")) throw new Error("the visitor is not signed in");

  const pkg = (ending) => {
    const name = readdirSync(join(SITE_ROOT, "pkg")).find((file) => file.endsWith(`${ending}.br`));
    return readFileSync(join(SITE_ROOT, "pkg", name)).length;
  };
  const page = brotliCompressSync(html).length;
  const [wasm, js, css] = [pkg(".wasm"), pkg(".js"), pkg(".css")];

  const rows = [];
  for (const [name, body, session] of [["home, anonymous", html], ["home, signed in", signedIn, cookie]]) {
    writeFileSync(join(folder, "body"), body);
    const baseline = start(BASELINE_BIN, { BODY_FILE: join(folder, "body"), ADDR: `127.0.0.1:${baselinePort}` });
    await answers(`http://127.0.0.1:${baselinePort}/`);
    const yardstick = wrk(`http://127.0.0.1:${baselinePort}/`);
    baseline.kill();
    await new Promise((exited) => baseline.once("exit", exited));
    const measured = wrk(`http://127.0.0.1:${port}/`, session);
    rows.push([name, body.length, measured, yardstick]);
  }

  console.log(`| what | measured |\n|---|---|`);
  console.log(`| WebAssembly, brotli | ${kilobytes(wasm)} |\n| JavaScript, brotli | ${kilobytes(js)} |`);
  console.log(`| stylesheet, brotli | ${kilobytes(css)} |\n| home page, brotli | ${kilobytes(page)} |`);
  console.log(`| first visit to home, everything, brotli | ${kilobytes(wasm + js + css + page)} |`);
  for (const [name, bytes, { rate, p99 }, yardstick] of rows) {
    const ratio = (yardstick.rate / rate).toFixed(1);
    console.log(
      `| ${name} (${bytes} bytes) | ${Math.round(rate)} requests/s, p99 ${p99}; ` +
        `plain axum ${Math.round(yardstick.rate)} requests/s: 1/${ratio} |`,
    );
  }
  console.log(`| memory idle, after load | ${idle.toFixed(0)} MB, ${residentMegabytes(server).toFixed(0)} MB |`);
  console.log(`| start to first page | ${(startUp / 1000).toFixed(2)} s |`);
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true });
}
