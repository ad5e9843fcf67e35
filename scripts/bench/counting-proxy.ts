import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A TCP connection to somewhere else that counts what comes back. Slower than the direct way: not for times. */
export interface CountingProxy {
  readonly address: string;
  /** Bytes in both directions so far. */
  carried(): number;
  close(): void;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  let carried = 0;
  const server = createServer((inner) => {
    const outer = connect(Number(port), hostname);
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      from.on('data', (data: Buffer) => (carried += data.length));
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    carried: () => carried,
    close: () => void server.close(),
  };
}
