import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { z } from 'zod';
import { GenError } from '../../core/errors.ts';
import { isPublicAddress } from './public-address.ts';

/** How a domain is reached; tests reach one on this machine. */
export interface DomainAccess {
  readonly resolve: (domain: string) => Promise<readonly { address: string; family: number }[]>;
  readonly mayAsk: (address: string) => boolean;
  readonly request: typeof request;
  readonly port: number;
  /** Milliseconds, names included. */
  readonly timeout: number;
}

export const PUBLIC_ACCESS: DomainAccess = {
  resolve: (domain) => lookup(domain, { all: true }),
  mayAsk: isPublicAddress,
  request,
  port: 443,
  timeout: 5_000,
};

const MAX_ANSWER = 64 * 1024;
const answer = z.object({ publishers: z.array(z.string()).max(1_000) });

function unreachable(domain: string, text: string, cause?: unknown): GenError {
  return new GenError('Network', 'domain-unreachable', { domain, text }, cause);
}

/** Before the end, as a name server may never answer. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, ended]);
}

/** The connection goes to the address that was looked at, whatever the name says the next time. */
function pinned({ address, family }: { address: string; family: number }): LookupFunction {
  return (_name, { all }, callback) =>
    all === true ? callback(null, [{ address, family }]) : callback(null, address, family);
}

async function addressOf(domain: string, access: DomainAccess, signal: AbortSignal) {
  const addresses = await before(signal, access.resolve(domain));
  const [first] = addresses;
  // One that is not public among others is how a name is rebound.
  if (first === undefined || !addresses.every(({ address }) => access.mayAsk(address)))
    throw unreachable(domain, 'no public address');
  return first;
}

async function readAnswer(response: IncomingMessage, domain: string): Promise<string> {
  // A redirect is an answer like any other that is not 200: somebody else’s word is not the domain’s.
  if (response.statusCode !== 200) throw unreachable(domain, `status ${response.statusCode}`);
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAX_ANSWER) throw unreachable(domain, 'too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/**
 * The DIDs that a domain names as its publishers at `/.well-known/gen-registry.json`; none where it says something else
 * there.
 *
 * @throws GenError Network `domain-unreachable`: nothing could be learned.
 */
export async function publishersOfDomain(domain: string, access: DomainAccess): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(access.timeout);
  try {
    const address = await addressOf(domain, access, signal);
    const { port } = access;
    const options = {
      host: domain,
      port,
      path: '/.well-known/gen-registry.json',
      headers: { accept: 'application/json', 'accept-encoding': 'identity' },
      lookup: pinned(address),
      agent: false,
      signal,
    };
    const text = await new Promise<string>((resolve, reject) => {
      const asked = access.request(options, (response) => {
        readAnswer(response, domain)
          .then(resolve, reject)
          .finally(() => asked.destroy());
      });
      asked.on('error', reject);
      asked.end();
    });
    return publishersIn(text);
  } catch (thrown) {
    if (thrown instanceof GenError) throw thrown;
    throw unreachable(domain, thrown instanceof Error ? thrown.message : '', thrown);
  }
}

function publishersIn(text: string): readonly string[] {
  try {
    return answer.parse(JSON.parse(text)).publishers;
  } catch {
    return [];
  }
}
