import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'cborg';
import { WebSocket } from 'ws';

/** What the relay and the app are compared with. */
export interface Floor {
  /** Of a page with nothing in it. */
  readonly page: string;
  /** A bare WebSocket round trip around one write to SQLite that is on the disk. */
  echo(message: Uint8Array): Promise<void>;
  /** What `download` will fetch. */
  serve(bytes: Uint8Array): Promise<void>;
  /** Fetched over HTTP and decoded as CBOR. */
  download(): Promise<void>;
  close(): Promise<void>;
}

export async function openFloor(): Promise<Floor> {
  const folder = await mkdtemp(join(tmpdir(), 'gen-floor-'));
  const child = fork(new URL('./floor-server.ts', import.meta.url), [folder]);
  const [port] = (await once(child, 'message')) as [number];
  const address = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, 'open');

  return {
    page: `${address}/`,
    async echo(message) {
      const answer = once(socket, 'message');
      socket.send(message);
      await answer;
    },
    serve: (bytes) => writeFile(join(folder, 'bytes'), bytes),
    async download() {
      const response = await fetch(`${address}/bytes`);
      decode(new Uint8Array(await response.arrayBuffer()));
    },
    async close() {
      socket.close();
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
