import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 250;
/** No install or build takes longer: an older lock belongs to a process number that was given out again. */
const LONGEST_MS = 30 * 60_000;

/** Whether the process that took a lock is gone. `age` is in milliseconds. */
export function isAbandoned(owner, age, isAlive = processIsAlive) {
  return age > LONGEST_MS || !Number.isInteger(owner) || !isAlive(owner);
}

function processIsAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A lock is a folder that names its owner; renaming one into place fails while another one stands there. */
async function take(cache, lock) {
  const mine = await mkdtemp(join(cache, 'prepare-'));
  await writeFile(join(mine, 'owner'), String(process.pid));
  try {
    await rename(mine, lock);
    return true;
  } catch (error) {
    await rm(mine, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(error.code)) return false;
    throw error;
  }
}

/** Moved away in one step, then deleted: emptied in place, it could be taken by another one in the middle. */
async function drop(lock) {
  const aside = `${lock}.${process.pid}.${Date.now()}`;
  await rename(lock, aside);
  await rm(aside, { recursive: true, force: true });
}

async function isLeftOver(lock) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(join(lock, 'owner'), 'utf8'), stat(lock)]);
    return isAbandoned(Number.parseInt(text, 10), Date.now() - mtimeMs);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Only who holds the broom removes a left-over lock, so that nobody removes the lock of who came next. */
async function sweep(lock) {
  const broom = `${lock}.broom`;
  try {
    await mkdir(broom);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const made = await stat(broom).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > 10_000)
      await rm(broom, { recursive: true, force: true });
    return;
  }
  if (await isLeftOver(lock)) await drop(lock);
  await rm(broom, { recursive: true, force: true });
}

/** Runs `work` while no other process does so for the same `root`; waits for its turn. */
export async function withLock(root, say, work) {
  const cache = join(root, '.cache');
  const lock = join(cache, 'prepare.lock');
  await mkdir(cache, { recursive: true });
  let waiting = false;
  while (!(await take(cache, lock))) {
    if (await isLeftOver(lock)) {
      await sweep(lock);
      continue;
    }
    if (!waiting) say('another process prepares; waiting for it.');
    waiting = true;
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await drop(lock);
  }
}
