import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import type { KeepingDevice } from '../../src/app/device.ts';
import { concat } from '../../src/core/bytes.ts';
import { readBackup } from '../../src/keys/backup-file.ts';
import type { Signer } from '../../src/ports/identity.ts';

const { Point, utils } = ed25519;
const ORDER = Point.Fn.ORDER;

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

function bytesOf(number: bigint): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 255n));
}

/** The same person on a device that signs as Safari does: by chance, so another signature each time, and every one holds. */
export async function hedged(device: KeepingDevice): Promise<KeepingDevice> {
  const passphrase = 'correct horse battery';
  const { did, seed } = await readBackup(await device.identity.backup(passphrase), passphrase);
  const { scalar, pointBytes } = utils.getExtendedPublicKey(seed);
  const own = await device.identity.main();
  if (own?.did !== did) throw new Error('no main key');
  const main: Signer = {
    ...own,
    async sign(message) {
      const nonce = littleEndian(sha512(crypto.getRandomValues(new Uint8Array(64)))) % ORDER;
      const point = Point.BASE.multiply(nonce).toBytes();
      const challenge = littleEndian(sha512(concat(point, pointBytes, message))) % ORDER;
      return concat(point, bytesOf((nonce + challenge * scalar) % ORDER));
    },
  };
  return { ...device, identity: { ...device.identity, main: async () => main } };
}
