import type { DocumentId } from '@automerge/automerge-repo/slim';
import type { WebSocket } from 'ws';
import { GenError } from '../core/errors.ts';
import type { DocumentPath } from '../core/record/document.ts';
import type { Limits } from './config.ts';

export type DocumentLimits = Pick<Limits, 'unknownDocuments' | 'documentsPerSocket' | 'documentsPerKey'>;

interface Asked {
  readonly key: string;
  /** Documents that exist. */
  readonly followed: Set<DocumentPath>;
  /** Documents that do not exist yet. */
  readonly awaited: Set<DocumentId>;
}

/** Over all sockets: keys are free. */
const MOST_AWAITED = 65_536;
const RETRY_MS = 60_000;

/** Which documents each socket asked for, and who asked for a document. */
export class AskedDocuments {
  readonly #limits: DocumentLimits;
  readonly #sockets = new Map<WebSocket, Asked>();
  readonly #byKey = new Map<string, number>();
  readonly #followers = new Map<DocumentPath, number>();
  readonly #waiting = new Map<DocumentId, Set<WebSocket>>();
  #awaited = 0;

  constructor(limits: DocumentLimits) {
    this.#limits = limits;
  }

  enter(socket: WebSocket, key: string): void {
    this.#sockets.set(socket, { key, followed: new Set(), awaited: new Set() });
  }

  /** @returns what it followed. */
  leave(socket: WebSocket): Iterable<DocumentPath> {
    const asked = this.#sockets.get(socket);
    if (asked === undefined) return [];
    this.#sockets.delete(socket);
    for (const path of asked.followed) this.#countFollower(path, -1);
    for (const id of asked.awaited) {
      const waiting = this.#waiting.get(id);
      waiting?.delete(socket);
      if (waiting?.size === 0) this.#waiting.delete(id);
    }
    this.#awaited -= asked.awaited.size;
    this.#countOfKey(asked.key, -asked.followed.size - asked.awaited.size);
    return asked.followed;
  }

  isFollowed(path: DocumentPath): boolean {
    return this.#followers.has(path);
  }

  isAwaited(id: DocumentId): boolean {
    return this.#waiting.has(id);
  }

  /** @throws GenError QuotaExceeded `documents` */
  follow(path: DocumentPath, socket: WebSocket): void {
    const asked = this.#sockets.get(socket);
    if (asked === undefined || asked.followed.has(path)) return;
    this.#check(asked, asked.followed.size, this.#limits.documentsPerSocket);
    asked.followed.add(path);
    this.#countFollower(path, 1);
    this.#countOfKey(asked.key, 1);
  }

  /** Remembers who asks for what does not exist. @throws GenError QuotaExceeded `documents` */
  wait(id: DocumentId, socket: WebSocket): void {
    const asked = this.#sockets.get(socket);
    if (asked === undefined || asked.awaited.has(id)) return;
    this.#check(asked, asked.awaited.size, this.#limits.unknownDocuments);
    if (this.#awaited >= MOST_AWAITED) {
      throw new GenError('QuotaExceeded', 'documents', { limit: MOST_AWAITED, retryAfterMs: RETRY_MS });
    }
    asked.awaited.add(id);
    this.#waiting.set(id, (this.#waiting.get(id) ?? new Set()).add(socket));
    this.#awaited += 1;
    this.#countOfKey(asked.key, 1);
  }

  /** Whoever waited for a document that exists now follows it; who may not read it waits on. */
  exists(id: DocumentId, path: DocumentPath, mayRead: (socket: WebSocket) => boolean): WebSocket[] {
    const all = [...(this.#waiting.get(id) ?? [])];
    const waiting = all.filter(mayRead);
    if (waiting.length === all.length) this.#waiting.delete(id);
    for (const socket of waiting) {
      this.#waiting.get(id)?.delete(socket);
      const asked = this.#sockets.get(socket);
      if (asked?.awaited.delete(id) !== true) continue;
      this.#awaited -= 1;
      if (asked.followed.has(path)) {
        this.#countOfKey(asked.key, -1);
        continue;
      }
      asked.followed.add(path);
      this.#countFollower(path, 1);
    }
    return waiting;
  }

  /** Who follows the most documents of those that others might need the memory of. */
  greediest(): WebSocket | undefined {
    let greediest: [WebSocket, Asked] | undefined;
    for (const entry of this.#sockets) {
      if (greediest === undefined || entry[1].followed.size > greediest[1].followed.size) greediest = entry;
    }
    return greediest?.[0];
  }

  #check({ key }: Asked, count: number, limit: number): void {
    const { documentsPerKey } = this.#limits;
    if (count >= limit) throw new GenError('QuotaExceeded', 'documents', { per: 'socket', limit });
    if ((this.#byKey.get(key) ?? 0) >= documentsPerKey)
      throw new GenError('QuotaExceeded', 'documents', { per: 'key', limit: documentsPerKey });
  }

  #countFollower(path: DocumentPath, by: 1 | -1): void {
    const count = (this.#followers.get(path) ?? 0) + by;
    if (count === 0) this.#followers.delete(path);
    else this.#followers.set(path, count);
  }

  #countOfKey(key: string, by: number): void {
    const count = (this.#byKey.get(key) ?? 0) + by;
    if (count === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, count);
  }
}
