/**
 * A port that nobody uses, below the range that the system gives to outgoing connections: a port from that range could be taken
 * by the browser itself between the question and the answer.
 */
import { createServer } from 'node:net';

const FIRST = 20_000;
const COUNT = 10_000;

// Runs on one machine at the same time start at different places.
let next = (process.pid * 101) % COUNT;

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port between ${FIRST} and ${FIRST + COUNT}`);
}
