import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { chromium } from '@playwright/test';
import { findChromium } from '../prepare/chromium.mjs';

/** What a figure depends on besides the code. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly chromium: string;
  /** What else ran: processes that wanted a core in the minute before. */
  readonly load: number;
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    // Only Linux distributions have the file; the kernel's name stands beside it anyway.
    return '';
  }
}

function chromiumVersion(): string {
  try {
    const executable = findChromium() ?? chromium.executablePath();
    return execFileSync(executable, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .replace(/ built.*/s, '')
      .trim();
  } catch {
    // The parts that need no browser run without one.
    return 'no Chromium';
  }
}

export function machineFacts(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: [distribution(), `${type()} ${release()}`].filter((part) => part !== '').join(', '),
    node: process.versions.node,
    chromium: chromiumVersion(),
    load: Number(loadavg()[0]?.toFixed(2)),
  };
}
