import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROCESS = fileURLToPath(new URL('./judge-process.ts', import.meta.url));

/**
 * @property verdict of the report; `killed` at the time limit, `crashed` where the process ended by itself.
 * @property time    milliseconds of judging.
 * @property grown   bytes by which the process grew at its largest, the file itself not counted.
 */
export interface JudgedAlone {
  readonly verdict: string;
  readonly reason?: string;
  readonly time?: number;
  readonly grown?: number;
}

/** Judges a binary in a process of its own, to measure what it takes. */
export async function judgeAlone(bytes: Uint8Array, timeLimit: number): Promise<JudgedAlone> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-judge-'));
  try {
    const file = join(folder, 'bomb.wasm');
    await writeFile(file, bytes);
    return await new Promise((resolve) => {
      const options = { timeout: timeLimit, killSignal: 'SIGKILL' } as const;
      execFile(process.execPath, [PROCESS, file], options, (error, stdout) => {
        if (error === null) resolve(JSON.parse(stdout) as JudgedAlone);
        else resolve({ verdict: error.killed === true ? 'killed' : 'crashed', reason: error.message });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
