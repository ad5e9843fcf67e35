import type { WebSocket } from 'ws';
import { GenError } from '../core/errors.ts';
import { closeSocket } from './close-socket.ts';
import type { Limits } from './config.ts';

export type SocketLimits = Pick<
  Limits,
  'sockets' | 'socketsPerAddress' | 'socketsPerKey' | 'unprovedSockets' | 'unprovedPerAddress'
>;

/** When a refused socket may try again. */
const RETRY_MS = 10_000;

function tooMany(per: string, limit: number): GenError {
  return new GenError('QuotaExceeded', 'sockets', { per, limit, retryAfterMs: RETRY_MS });
}

/** How many there are of each name. */
class Tally {
  readonly #counts = new Map<string, number>();

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  change(name: string, by: 1 | -1): void {
    const count = this.of(name) + by;
    if (count === 0) this.#counts.delete(name);
    else this.#counts.set(name, count);
  }
}

/** Who may hold a socket. A socket that leaves gives its places back by itself. */
export class SocketPlaces {
  readonly #limits: SocketLimits;
  readonly #onRefused: (error: GenError) => void;
  #all = 0;
  readonly #byAddress = new Tally();
  readonly #unprovedByAddress = new Tally();
  readonly #byKey = new Tally();
  /** With their addresses, oldest first. */
  readonly #unproved = new Map<WebSocket, string>();

  constructor(limits: SocketLimits, onRefused: (error: GenError) => void) {
    this.#limits = limits;
    this.#onRefused = onRefused;
  }

  get count(): number {
    return this.#all;
  }

  /** @throws GenError QuotaExceeded `sockets` */
  enter(socket: WebSocket, address: string): void {
    const { sockets, socketsPerAddress, unprovedPerAddress, unprovedSockets } = this.#limits;
    if (this.#all >= sockets) throw tooMany('relay', sockets);
    if (this.#byAddress.of(address) >= socketsPerAddress) throw tooMany('address', socketsPerAddress);
    if (this.#unprovedByAddress.of(address) >= unprovedPerAddress)
      throw tooMany('unproved', unprovedPerAddress);
    if (this.#unproved.size >= unprovedSockets) this.#dropOldest();
    this.#all += 1;
    this.#byAddress.change(address, 1);
    this.#unprovedByAddress.change(address, 1);
    this.#unproved.set(socket, address);
    socket.once('close', () => {
      this.#all -= 1;
      this.#byAddress.change(address, -1);
      this.#forgetUnproved(socket);
    });
  }

  /** @throws GenError QuotaExceeded `sockets` */
  prove(socket: WebSocket, key: string): void {
    const { socketsPerKey } = this.#limits;
    this.#forgetUnproved(socket);
    if (this.#byKey.of(key) >= socketsPerKey) throw tooMany('key', socketsPerKey);
    this.#byKey.change(key, 1);
    socket.once('close', () => this.#byKey.change(key, -1));
  }

  #forgetUnproved(socket: WebSocket): void {
    const address = this.#unproved.get(socket);
    if (address !== undefined) this.#unprovedByAddress.change(address, -1);
    this.#unproved.delete(socket);
  }

  /** Honest sockets prove themselves at once: whoever has waited longest is the least likely to. */
  #dropOldest(): void {
    for (const socket of this.#unproved.keys()) {
      const error = tooMany('unproved', this.#limits.unprovedSockets);
      this.#forgetUnproved(socket);
      this.#onRefused(error);
      closeSocket(socket, error);
      return;
    }
  }
}
