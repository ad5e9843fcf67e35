import { rm } from 'node:fs/promises';
import { startRelayProcess } from '../../tests/support/relay-process.ts';

/** A relay in a process and a folder of its own, over the production build. */
export interface Relay {
  readonly address: string;
  /** The network is gone; may be called before `close`. */
  stop(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

export async function openRelay(options: { readonly samples: boolean }): Promise<Relay> {
  const { address, folder, child, stop } = await startRelayProcess(options);
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
    stop: end,
    async close() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
