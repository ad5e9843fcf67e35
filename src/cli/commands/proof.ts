import { installedRow } from '../../app/installed-set.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { writeOut } from '../write-out.ts';

interface ProofOptions {
  readonly out?: string;
}

/** `gen proof`: what was checked for an installed release, and all that it takes to check it again; asks nobody. */
export async function proof(context: Context, text: string, { out: file }: ProofOptions): Promise<ExitCode> {
  const id = parseModuleId(text);
  const { tables } = context.home();
  const installation = await installedRow(tables, id);
  if (installation === undefined) throw new GenError('NotFound', 'installation', { id });
  const row = await tables.get('proofs', installation.record);
  if (row === undefined) throw new GenError('NotFound', 'proof', { id });
  if (file === undefined) {
    context.out.line(row.text.trimEnd());
    return EXIT.ok;
  }
  await writeOut(context, file, row.text);
  const { version } = installation;
  context.out.result({ id, version, file }, () => [`Wrote the proof of ${id} ${version} to ${file}`]);
  context.out.note(`To check it again: gen verify --proof ${file}`);
  return EXIT.ok;
}
