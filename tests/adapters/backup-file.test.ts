import { beforeAll, describe, expect, test } from 'vitest';
import { readBackup, writeBackup, type SeedOf } from '../../src/keys/backup-file.ts';
import { keyOfSeed } from '../../src/keys/seed-key.ts';
import { fromHex, toHex } from '../../src/core/bytes.ts';

const PASSPHRASE = 'Schlüssel für später';

/** RFC 8032, 7.1, test 1. */
const SEED = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const PUBLIC_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

/** Of the seed above, with the passphrase `correct horse battery`. */
const FROZEN = `{"format":"gen-registry-identity/1","did":"did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw","kdf":{"name":"PBKDF2-SHA256","iterations":600000,"salt":"zUIJdRq2dn4mCYDfsCPZ4A"},"cipher":{"name":"AES-256-GCM","iv":"gkmGYq0wS04NbMdO"},"seed":"CLD1Mm1QHDpMbqpvSDfaaqSmxNZY6SRTICCpCiG5L08q84T82a6Ll8glkcJQTYG_"}`;

let mine: SeedOf;
let text: string;

beforeAll(async () => {
  mine = { did: (await keyOfSeed(SEED)).did, seed: SEED };
  text = await writeBackup(mine, PASSPHRASE);
});

const changed = (change: object): string => JSON.stringify({ ...JSON.parse(text), ...change });

test('a seed stands for the key pair of RFC 8032', async () => {
  expect(toHex((await keyOfSeed(SEED)).publicKey)).toBe(PUBLIC_KEY);
});

describe('a backup file', () => {
  test('has this format, to the field', () => {
    expect(JSON.parse(text)).toEqual({
      format: 'gen-registry-identity/1',
      did: mine.did,
      kdf: { name: 'PBKDF2-SHA256', iterations: 600_000, salt: expect.stringMatching(/^[\w-]{22}$/) },
      cipher: { name: 'AES-256-GCM', iv: expect.stringMatching(/^[\w-]{16}$/) },
      seed: expect.stringMatching(/^[\w-]{64}$/),
    });
  });

  test('made before is read for ever', async () => {
    expect(await readBackup(FROZEN, 'correct horse battery')).toEqual(mine);
  });

  test('opens with its passphrase, in whatever form of Unicode it is typed', async () => {
    expect(await readBackup(text, PASSPHRASE)).toEqual(mine);
    expect(await readBackup(text, PASSPHRASE.normalize('NFD'))).toEqual(mine);
  });

  test('does not open with another passphrase', async () => {
    await expect(readBackup(text, 'something else')).rejects.toMatchObject({
      code: 'PermissionDenied',
      reason: 'passphrase',
    });
  });

  test('does not open under another DID', async () => {
    const other = await keyOfSeed(new Uint8Array(32));
    await expect(readBackup(changed({ did: other.did }), PASSPHRASE)).rejects.toMatchObject({
      code: 'PermissionDenied',
    });
  });

  test('whose seed is not that of its DID is refused, though the passphrase fits', async () => {
    const forged = await writeBackup({ did: mine.did, seed: new Uint8Array(32) }, PASSPHRASE);
    await expect(readBackup(forged, PASSPHRASE)).rejects.toMatchObject({
      code: 'InvalidInput',
      reason: 'backup-file',
    });
  });

  test.each([
    ['no JSON', () => 'hello'],
    ['JSON of something else', () => '[1]'],
    ['of another format', () => changed({ format: 'gen-registry-identity/2' })],
    ['with no DID', () => changed({ did: 'did:web:example.org' })],
    ['cut off', () => text.slice(0, -20)],
    ['with a seed cut off', () => changed({ seed: 'AAAA' })],
    ['with a seed that is no base64url', () => changed({ seed: '!'.repeat(64) })],
    ['that asks for hours of work', () => changed({ kdf: { ...JSON.parse(text).kdf, iterations: 1e12 } })],
    ['that asks for no work', () => changed({ kdf: { ...JSON.parse(text).kdf, iterations: 1 } })],
    ['far too large', () => changed({ format: 'x'.repeat(10_000) })],
  ])('%s is malformed', async (_kind, malformed) => {
    await expect(readBackup(malformed(), PASSPHRASE)).rejects.toMatchObject({
      code: 'InvalidInput',
      reason: 'backup-file',
    });
  });

  test('needs a passphrase of eight characters', async () => {
    await expect(writeBackup(mine, '1234567')).rejects.toMatchObject({ reason: 'passphrase-short' });
    await expect(writeBackup(mine, '12345678')).resolves.toContain(mine.did);
  });
});
