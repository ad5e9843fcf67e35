import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

export interface RelayProxy {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Stands before a relay, sync included.
 *
 * @param before may wait, or answer itself and say so.
 */
export async function startRelayProxy(
  relay: string,
  before: (asked: IncomingMessage, answer: ServerResponse) => Promise<boolean>,
): Promise<RelayProxy> {
  const { hostname, port } = new URL(relay);
  const server = createServer((asked, answer) => {
    void before(asked, answer).then((isAnswered) => {
      if (isAnswered) return;
      const { method, url, headers } = asked;
      const onward = request({ hostname, port, path: url, method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      answer.on('close', () => onward.destroy());
      asked.pipe(onward);
    });
  });
  server.on('upgrade', (asked, socket) => {
    const onward = connect(Number(port), hostname, () => {
      const headers = Object.entries(asked.headers).map(([name, value]) => `${name}: ${String(value)}`);
      onward.write([`GET ${asked.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
