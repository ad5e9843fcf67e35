import { writeFile } from 'node:fs/promises';
import { restoreIdentity as replaceIdentity } from '../../app/restore-identity.ts';
import { GenError, toGenError } from '../../core/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { isoTime } from '../output.ts';
import { confirmed, fileText, readPassphrase } from '../questions.ts';

interface PassphraseOptions {
  readonly passphraseFile?: string | undefined;
}

/** `gen identity backup`: the key, encrypted with a passphrase, as a file that is not there yet. */
export async function backupIdentity(
  context: Context,
  file: string,
  { passphraseFile }: PassphraseOptions,
): Promise<ExitCode> {
  const { identity } = context.home();
  const passphrase = await readPassphrase(context, passphraseFile, 'new');
  const { did } = await identity.facts();
  const text = await identity.backup(passphrase);
  try {
    await writeFile(file, text, { mode: 0o600, flag: context.options.yes ? 'w' : 'wx', flush: true });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') {
      throw new GenError('AlreadyExists', 'file', { file }, thrown);
    }
    throw toGenError(thrown, 'Storage');
  }
  context.out.result({ did, file }, () => [`Wrote the backup of ${did} to ${file}`]);
  context.out.note('Keep it and the passphrase apart; nobody can restore one without the other.');
  return EXIT.ok;
}

/** `gen identity restore`: takes the place of the key that is here, after a yes. */
export async function restoreIdentity(
  context: Context,
  file: string,
  { passphraseFile }: PassphraseOptions,
): Promise<ExitCode> {
  const home = context.home();
  const backup = await fileText(file);
  if (await home.hasIdentity()) {
    const { did, backedUpAt } = await home.identity.facts();
    const lost = backedUpAt === undefined ? ', which has no backup and will be gone for ever' : '';
    await confirmed(context, `This replaces the identity ${did}${lost}.`);
  }
  const passphrase = await readPassphrase(context, passphraseFile, 'known');
  const { did, createdAt } = await replaceIdentity(home, backup, passphrase);
  context.out.result({ did, createdAt: isoTime(createdAt) }, () => [`You are ${did} now`]);
  return EXIT.ok;
}
