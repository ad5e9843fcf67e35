import { writeFile } from 'node:fs/promises';
import { GenError, toGenError } from '../core/errors.ts';
import type { Context } from './context.ts';

/**
 * A new file with this text; in place of one that is there only with `--yes`.
 *
 * @throws GenError AlreadyExists `file`; Storage.
 */
export async function writeOut(
  { options }: Pick<Context, 'options'>,
  file: string,
  text: string,
): Promise<void> {
  try {
    await writeFile(file, text, { flag: options.yes ? 'w' : 'wx', flush: true });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') {
      throw new GenError('AlreadyExists', 'file', { file }, thrown);
    }
    throw toGenError(thrown, 'Storage');
  }
}
