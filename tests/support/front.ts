import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request as askOver, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { extname, join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';

/** An answer that brought a binary, or a part of it. */
export interface SentBlob {
  readonly sha256: string;
  /** The first byte that was asked for. */
  readonly from: number;
  /** Bytes that were passed on. */
  bytes: number;
}

/** Stands before a relay as a proxy does: what it passes on can be counted, slowed down, changed and replaced by another app. */
export interface Front {
  readonly address: string;
  readonly sent: readonly SentBlob[];
  /** Paths that were answered with 404. */
  readonly missing: readonly string[];
  /** Of a binary. */
  bytesPerSecond: number;
  /** Where an answer with a binary stands still until `cutOff`. */
  standsAt: number;
  /** How many stand. */
  readonly standing: number;
  /** What becomes of a piece of a binary. */
  alter: (piece: Buffer, at: number) => Buffer;
  /** A folder with another build of the app. */
  app: string | undefined;
  /** Ends the answers that stand still: what was passed on arrives, and then nothing more. */
  cutOff(): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** What belongs to the app; a screen is its first page. */
function fileOf(path: string): string | undefined {
  if (path === '/service-worker.js' || path === '/manifest.webmanifest') return path;
  if (/^\/(assets|icons)\/[\w.-]+$/.test(path)) return path;
  return path === '/' || /^\/(m\/|installed|activity|settings|identity|publish)/.test(path)
    ? '/index.html'
    : undefined;
}

/** @param target the relay's address; it may be gone for a while. */
export async function startFront(target: string, port = 0): Promise<Front> {
  const { hostname, port: targetPort } = new URL(target);
  const sent: SentBlob[] = [];
  const missing: string[] = [];
  const sockets = new Set<Socket>();
  const standing: (() => void)[] = [];

  async function passOn(answer: IncomingMessage, { url }: IncomingMessage, response: ServerResponse) {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    const sha256 = /^\/blobs\/([0-9a-f]{64})$/.exec(url ?? '')?.[1];
    const from = Number(/^bytes (\d+)-/.exec(answer.headers['content-range'] ?? '')?.[1] ?? 0);
    const isBlob = sha256 !== undefined && (answer.statusCode === 200 || answer.statusCode === 206);
    const blob: SentBlob = { sha256: sha256 ?? '', from, bytes: 0 };
    if (isBlob) sent.push(blob);
    try {
      for await (const piece of answer as AsyncIterable<Buffer>) {
        const passed = isBlob ? front.alter(piece, from + blob.bytes) : piece;
        blob.bytes += piece.length;
        await new Promise((resolve) => response.write(passed, resolve));
        if (response.destroyed) break;
        if (isBlob && blob.bytes >= front.standsAt)
          await new Promise((_resolve, reject) => standing.push(() => reject(new Error('cut off'))));
        if (isBlob && front.bytesPerSecond < Infinity)
          await rest((1000 * piece.length) / front.bytesPerSecond);
      }
      response.end();
    } catch {
      answer.destroy();
      // The relay has gone: what was passed on arrives, and then nothing more.
      response.socket?.end();
    }
  }

  async function serveApp(folder: string, path: string, response: ServerResponse): Promise<boolean> {
    const file = fileOf(path);
    if (file === undefined) return false;
    const content = await readFile(join(folder, file)).catch(() => undefined);
    if (content === undefined) {
      missing.push(path);
      response.writeHead(404).end();
      return true;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(content);
    return true;
  }

  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? '/', target).pathname;
      if (front.app !== undefined && (await serveApp(front.app, path, response))) return;
      const asked = askOver(
        { hostname, port: targetPort, method: request.method, path: request.url, headers: request.headers },
        (answer) => {
          if (answer.statusCode === 404) missing.push(path);
          void passOn(answer, request, response);
        },
      );
      asked.on('error', () => response.destroy());
      request.pipe(asked);
    })();
  });
  server.on('upgrade', (request, inner: Socket, head: Buffer) => {
    const outer = connect(Number(targetPort), hostname, () => {
      const headers = request.rawHeaders.reduce(
        (text, part, place) => text + part + (place % 2 === 0 ? ': ' : '\r\n'),
        '',
      );
      outer.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers}\r\n`);
      outer.write(head);
      outer.pipe(inner).pipe(outer);
    });
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const front: Front = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    missing,
    bytesPerSecond: Infinity,
    standsAt: Infinity,
    get standing() {
      return standing.length;
    },
    alter: (piece) => piece,
    app: undefined,
    cutOff() {
      for (const end of standing.splice(0)) end();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
}
