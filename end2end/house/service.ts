/**
 * A program of the house: started, ready, stopped, started again on the same port; with everything that it printed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;
const POLL_EVERY_MS = 25;

export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The program is ready when this address answers 200. */
  readonly readyURL: string;
}

export class Service {
  readonly #program: Program;
  #child: ChildProcess | undefined;
  #output = '';
  #failure: string | undefined;

  constructor(program: Program) {
    this.#program = program;
  }

  /** All that the program printed, over all its starts. */
  get output(): string {
    return this.#output;
  }

  async start(): Promise<void> {
    const { name, command, args, cwd, env } = this.#program;
    // Nothing else from the environment: a LOGTO_ENDPOINT of the developer's shell must not reach a test.
    const inherited = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' };
    this.#failure = undefined;
    const child = spawn(command, args, { cwd, env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const record = (chunk: Buffer): void => {
      this.#output += chunk.toString('utf8');
    };
    child.stdout.on('data', record);
    child.stderr.on('data', record);
    child.once('error', (error) => {
      this.#failure = error.message;
    });
    child.once('exit', (code, signal) => {
      this.#failure ??= `ended with ${code ?? signal}`;
    });
    await this.#ready(name);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    const stuck = new AbortController();
    const inTime = await Promise.race([exit.then(() => true), pause(STOPPED_WITHIN_MS, false, { signal: stuck.signal })]);
    stuck.abort();
    if (inTime) return;
    child.kill('SIGKILL');
    await exit;
    throw new Error(`${this.#program.name} did not stop within ${STOPPED_WITHIN_MS} ms of ${signal}`);
  }

  async #ready(name: string): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline) {
      if (this.#failure) throw new Error(`${name} ${this.#failure}\n${this.#output}`);
      const answer = await fetch(this.#program.readyURL).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      await pause(POLL_EVERY_MS);
    }
    throw new Error(`${name} did not answer at ${this.#program.readyURL} within ${READY_WITHIN_MS} ms\n${this.#output}`);
  }
}
