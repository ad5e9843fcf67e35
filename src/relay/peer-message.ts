import { decode, Tokenizer } from 'cborg';
import { z } from 'zod';
import { GenError } from '../core/errors.ts';

/** A message of the repo's protocol, reduced to what a relay passes on. */
export type PeerMessage =
  | {
      readonly type: 'join';
      readonly senderId: string;
      readonly supportedProtocolVersions?: string[] | undefined;
    }
  | {
      readonly type: 'sync' | 'request';
      readonly senderId: string;
      readonly documentId: string;
      readonly data: Bytes;
    }
  | { readonly type: 'other'; readonly senderId: string };

type Bytes = Uint8Array<ArrayBuffer>;

/** A message has seven fields; a join's metadata a few more. */
const MOST_TOKENS = 64;
const OPTIONS = { allowIndefinite: false, rejectDuplicateMapKeys: true } as const;

/** Ends with a frame of four million empty lists before they are made. */
class ShortTokenizer extends Tokenizer {
  #left = MOST_TOKENS;

  override next(): ReturnType<Tokenizer['next']> {
    this.#left -= 1;
    if (this.#left < 0) throw new Error('too many values');
    return super.next();
  }
}

const senderId = z.string().max(160);
const head = z.looseObject({ type: z.string(), senderId });
const join = z.looseObject({ senderId, supportedProtocolVersions: z.array(z.string().max(16)).optional() });
const sync = z.looseObject({
  type: z.enum(['sync', 'request']),
  senderId,
  // Sixteen bytes with a checksum in base58: what is longer would only fill the memory.
  documentId: z.string().max(64),
  data: z.instanceof(Uint8Array),
});

function refuse(cause?: unknown): GenError {
  return new GenError('InvalidInput', 'message', {}, cause);
}

/**
 * Reads a frame with nothing but its own size to be spent on it; the repo's own decoder makes room for as many
 * entries as a frame says it has.
 *
 * @throws GenError InvalidInput `message`
 */
export function readPeerMessage(frame: Uint8Array): PeerMessage {
  let value: unknown;
  try {
    value = decode(frame, { ...OPTIONS, tokenizer: new ShortTokenizer(frame, OPTIONS) });
  } catch (cause) {
    throw refuse(cause);
  }
  const { data: message } = head.safeParse(value);
  if (message === undefined) throw refuse();
  if (message.type === 'join') {
    const { data: joining } = join.safeParse(value);
    if (joining === undefined) throw refuse();
    const { supportedProtocolVersions } = joining;
    // Without its metadata, by which the repo would store the state of a sync for each name that a peer thinks of.
    return { type: 'join', senderId: joining.senderId, supportedProtocolVersions };
  }
  if (message.type !== 'sync' && message.type !== 'request')
    return { type: 'other', senderId: message.senderId };
  const { data: syncing } = sync.safeParse(value);
  if (syncing === undefined) throw refuse();
  const { type, documentId, data } = syncing;
  return { type, senderId: syncing.senderId, documentId, data: Uint8Array.from(data) };
}
