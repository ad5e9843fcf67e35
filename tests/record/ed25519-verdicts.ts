import { fromHex } from '../../src/core/bytes.ts';
import { verifyEd25519 } from '../../src/core/ed25519.ts';

/** Bytes as in `ed25519-vectors.json`. */
export interface Question {
  readonly key: string;
  readonly message: string;
  readonly signature: string;
}

/** What this process or page says of each, in their order. Goes where the registry goes: nothing here is Node's or a browser's. */
export function verdictsOn(questions: readonly Question[]): Promise<readonly boolean[]> {
  return Promise.all(
    questions.map(({ key, message, signature }) =>
      verifyEd25519(fromHex(key), fromHex(signature), fromHex(message)),
    ),
  );
}
