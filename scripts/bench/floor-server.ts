/**
 * What the floors talk to, in a process of its own as the relay is: an echo over WebSocket that writes each message to
 * SQLite first, a file over plain HTTP, and an empty page. Its one argument is a folder; it sends its port.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WebSocketServer } from 'ws';

const EMPTY_PAGE = '<!doctype html><html lang="en"><head><title>Empty</title></head><body></body></html>';

const folder = process.argv[2] ?? '';
const database = new DatabaseSync(join(folder, 'floor.sqlite'));
// As the relay's database: a commit is on the disk when it returns.
database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
database.exec('CREATE TABLE messages (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
const insert = database.prepare('INSERT INTO messages (bytes) VALUES (?)');

const server = createServer((request, response) => {
  if (request.url === '/bytes') response.end(readFileSync(join(folder, 'bytes')));
  else response.setHeader('content-type', 'text/html').end(EMPTY_PAGE);
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    insert.run(data);
    socket.send(data);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit(0));
