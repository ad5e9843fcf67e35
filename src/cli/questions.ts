import { readFile } from 'node:fs/promises';
import { MIN_PASSPHRASE } from '../keys/backup-file.ts';
import { GenError } from '../core/errors.ts';
import type { Context } from './context.ts';

/**
 * Goes on only with a yes: by `--yes` or by a person.
 *
 * @param question what will happen; said again where nobody can answer.
 * @throws GenError InvalidInput `confirm` where nobody can answer; Cancelled for a no.
 */
export async function confirmed({ options, terminal }: Context, question: string): Promise<void> {
  if (options.yes) return;
  if (!options.input || !terminal.interactive)
    throw new GenError('InvalidInput', 'confirm', { text: question });
  if (!(await terminal.confirm(question))) throw new GenError('Cancelled', 'aborted');
}

/**
 * From a file, standard input or a prompt; never from a flag, which other users of the machine can read.
 *
 * @param use a new passphrase is typed twice and has a least length.
 * @throws GenError InvalidInput `passphrase-missing` | `passphrase-short` | `passphrases-differ`; NotFound `file`.
 */
export async function readPassphrase(
  context: Context,
  file: string | undefined,
  use: 'new' | 'known',
): Promise<string> {
  const passphrase = await typedPassphrase(context, file, use);
  if (passphrase === '') throw new GenError('InvalidInput', 'passphrase-missing');
  if (use === 'new' && [...passphrase].length < MIN_PASSPHRASE) {
    throw new GenError('InvalidInput', 'passphrase-short', { minimum: MIN_PASSPHRASE });
  }
  return passphrase;
}

async function typedPassphrase(
  { options, terminal }: Context,
  file: string | undefined,
  use: 'new' | 'known',
): Promise<string> {
  if (file !== undefined && file !== '-') return firstLine(await fileText(file));
  if (file === '-' || !terminal.typed) return firstLine(await terminal.readInput());
  if (!options.input || !terminal.interactive) return '';
  const passphrase = await terminal.password('Passphrase');
  if (use === 'new' && (await terminal.password('The same again')) !== passphrase) {
    throw new GenError('InvalidInput', 'passphrases-differ');
  }
  return passphrase;
}

/** A text file, with the failure that a person can act on. @throws GenError NotFound `file`. */
export async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const text = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new GenError('NotFound', 'file', { file, text }, cause);
  }
}

/** An editor ends the file with a line end that nobody means. */
function firstLine(text: string): string {
  return text.replace(/\r?\n$/u, '');
}
