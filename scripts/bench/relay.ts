import { rm } from 'node:fs/promises';
import { startRelayProcess } from '../../tests/support/relay-process.ts';
import { preparedRelay, WIDE_LIMITS } from './prepared-relay.ts';

/** A relay in a process and a folder of its own, over the production build. */
export interface Relay {
  readonly address: string;
  /** Of the process. */
  readonly pid: number;
  /** The network is gone; may be called before `close`. */
  stop(): Promise<void>;
  /** Stops it and removes its folder, unless that was prepared. */
  close(): Promise<void>;
}

export async function openRelay(options: {
  readonly samples: boolean;
  /** One that was prepared, and stays. */
  readonly folder?: string;
}): Promise<Relay> {
  const started = { ...options, ...(options.folder === undefined ? {} : { limits: WIDE_LIMITS }) };
  const { address, folder, child, stop } = await startRelayProcess(started);
  let stopping = false;
  child.once('exit', (code, signal) => {
    if (!stopping) console.error(`The relay ended in the middle, with ${signal ?? `exit code ${code}`}.`);
  });
  const end = async (): Promise<void> => {
    stopping = true;
    await stop();
  };
  return {
    address,
    pid: child.pid ?? 0,
    stop: end,
    async close() {
      await end();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A relay that serves a generated catalogue of so many modules. */
export async function catalogueRelay(modules: number): Promise<Relay> {
  return openRelay({ samples: false, folder: await preparedRelay(modules) });
}
