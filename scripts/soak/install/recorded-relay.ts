import type { Fetch } from '../../../src/adapters/http/exchange.ts';

/** What goes wrong with one answer. */
export type Fault =
  | { readonly kind: 'silent' }
  /** After this share of its bytes. */
  | { readonly kind: 'cut'; readonly share: number }
  /** One bit, at this share of its bytes; of binaries only. */
  | { readonly kind: 'flip'; readonly share: number };

/** What is to go wrong with the next answer. */
export type NextFault = (path: string) => Fault | undefined;

/** What a relay answers, asked once and kept: the same for every device, without sockets. */
export interface RecordedRelay {
  readonly address: string;
  readonly fetchWith: (nextFault: NextFault) => Fetch;
}

interface Kept {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const PIECE = 32 * 1024;

async function ask(url: string): Promise<Kept> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const headers = ['content-type', 'etag'].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: answer.status, headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

/** In pieces, one for each time that somebody asks for one. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, isCut: boolean): ReadableStream<Uint8Array<ArrayBuffer>> {
  let from = 0;
  return new ReadableStream({
    pull(controller) {
      if (from < bytes.length) controller.enqueue(bytes.slice(from, (from += PIECE)));
      else if (isCut) controller.error(new TypeError('terminated'));
      else controller.close();
    },
  });
}

function flipped(bytes: Uint8Array<ArrayBuffer>, share: number): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const at = Math.floor(share * copy.length);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

function answerOf({ status, headers, bytes }: Kept, asked: Headers, fault: Fault | undefined): Response {
  const tag = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  const etag = tag.get('etag');
  if (etag !== null && asked.get('if-none-match') === etag) return new Response(null, { status: 304 });
  const [, first] = /^bytes=(\d+)-$/.exec(asked.get('range') ?? '') ?? [];
  const from = Number(first ?? 0);
  const isPart = first !== undefined && status === 200 && from < bytes.length;
  if (isPart) tag.set('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
  const sent = isPart ? bytes.slice(from) : bytes;
  const whole = fault?.kind === 'flip' ? flipped(sent, fault.share) : sent;
  const cut = fault?.kind === 'cut' ? whole.slice(0, Math.floor(fault.share * whole.length)) : whole;
  return new Response(streamOf(cut, fault?.kind === 'cut'), { status: isPart ? 206 : status, headers: tag });
}

/** @param address of a relay that is asked once for each thing. */
export function recordedRelay(address: string): RecordedRelay {
  const kept = new Map<string, Promise<Kept>>();
  return {
    address,
    fetchWith: (nextFault) => async (url, init) => {
      const path = url.slice(address.length);
      const fault = nextFault(path);
      if (fault?.kind === 'silent') throw new TypeError('fetch failed');
      const answer = kept.get(path) ?? ask(url);
      kept.set(path, answer);
      const known = await answer;
      init.signal?.throwIfAborted();
      return answerOf(known, new Headers(init.headers), fault);
    },
  };
}
