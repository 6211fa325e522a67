/**
 * The program that sets a tenant up, run as a person runs it: in a folder with `logto.toml`.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { built, type Settings } from './app-program.ts';

/** Runs to its end; a failure is an error with all that was printed. */
export async function provision(folder: string, wishes: string, settings: Settings, args: readonly string[]): Promise<string> {
  await writeFile(join(folder, 'logto.toml'), wishes);
  const program = built('PROVISION_BIN', '../target/debug/logto-provision');
  const { stdout } = await promisify(execFile)(program, [...args], { cwd: folder, env: settings });
  return stdout;
}
