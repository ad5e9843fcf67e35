import type { Device } from '../../../app/device.ts';
import { GenError, toGenError } from '../../../core/errors.ts';
import { toHex } from '../../../core/bytes.ts';
import type { NamespaceId } from '../../../core/ids.ts';
import type { Signer } from '../../../ports/identity.ts';
import { rootCapability } from '../../../relay/root-grants.ts';
import { decryptRootKey, readRootKey } from '../../../relay/root-key.ts';
import type { Context } from '../../context.ts';
import { readPassphrase } from '../../questions.ts';
import { rootHome } from '../../root-home.ts';
import { configOf } from './relay.ts';

export interface RootKeyFlags {
  /** An encrypted root key; else the plain one of the relay's folder. */
  readonly rootKey?: string;
  readonly passphraseFile?: string;
}

/** The relay's folder: never the one of this device. */
export function folderOf(context: Context): string {
  return configOf(context, {}).data;
}

/** @returns `undefined` where none is named and the folder has none (any more). */
export async function rootIfThere(
  context: Context,
  { rootKey, passphraseFile }: RootKeyFlags,
): Promise<Signer | undefined> {
  if (rootKey !== undefined)
    return decryptRootKey(rootKey, await readPassphrase(context, passphraseFile, 'known'));
  return readRootKey(folderOf(context));
}

/** @throws GenError NotFound `root-key`; as `decryptRootKey`. */
export async function rootOf(context: Context, flags: RootKeyFlags): Promise<Signer> {
  const root = await rootIfThere(context, flags);
  if (root === undefined) throw new GenError('NotFound', 'root-key', { path: folderOf(context) });
  return root;
}

/**
 * The running relay as the registry's owner meets it, who may read all of a private one by their own word.
 *
 * @param root absent: as somebody whom nobody let read.
 * @throws GenError Network `relay-needed`; InvalidInput `root-of-other` where the relay is another registry's.
 */
export async function askRelay(
  context: Context,
  namespace: NamespaceId,
  root: Signer | undefined,
): Promise<Device> {
  const { relay } = context.options;
  const reading = root === undefined ? undefined : await rootCapability(root, 'read');
  const { device, online, problem } = await context
    .device(await rootHome(root, reading))
    .catch((thrown: unknown) => {
      const error = toGenError(thrown);
      throw error.code === 'Network' ? new GenError('Network', 'relay-needed', { relay }, error) : error;
    });
  if (!online) throw new GenError('Network', 'relay-needed', { relay }, problem);
  if (toHex(device.namespace) !== toHex(namespace))
    throw new GenError('InvalidInput', 'root-of-other', { path: relay });
  return device;
}
