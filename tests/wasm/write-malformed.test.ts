import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { verifyFiles } from '../../src/cli/commands/verify.ts';
import { EXIT } from '../../src/cli/exit.ts';

const SCRIPT = fileURLToPath(new URL('write-malformed.ts', import.meta.url));

test('of all hand-made binaries as files `gen verify --json` says what their index expects', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gen-malformed-'));
  try {
    spawnSync(process.execPath, [SCRIPT, folder]);
    const index = readFileSync(join(folder, 'index.jsonl'), 'utf8').trim().split('\n');
    const expected = index.map((line) => JSON.parse(line) as { file: string; verdict: string });
    const lines: string[] = [];

    const exit = await verifyFiles(
      expected.map(({ file }) => join(folder, file)),
      { json: true },
      { stdout: (line) => lines.push(line), stderr: (line) => expect.fail(line) },
    );

    expect(exit).toBe(EXIT.verification);
    expect(expected.length).toBeGreaterThan(2000);
    const said = lines.map((line) => JSON.parse(line) as { file: string; verdict: string });
    expect(said.map(({ file, verdict }) => ({ file, verdict }))).toEqual(
      expected.map(({ file, verdict }) => ({ file: join(folder, file), verdict })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
