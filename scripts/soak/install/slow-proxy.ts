import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP connection to somewhere else over which little comes back at a time. */
export interface SlowProxy {
  readonly address: string;
  close(): void;
}

/** @param rate bytes a second and connection. */
export async function slowProxy(target: string, rate: number): Promise<SlowProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(Number(port), hostname);
    for (const socket of [inner, outer]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => undefined);
    }
    inner.pipe(outer);
    outer.on('data', (data: Buffer) => {
      inner.write(data);
      outer.pause();
      setTimeout(() => outer.resume(), (data.length / rate) * 1000);
    });
    outer.on('close', () => inner.destroy());
    inner.on('close', () => outer.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
