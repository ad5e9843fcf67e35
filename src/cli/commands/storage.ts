import { storageByModule } from '../../app/storage-by-module.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { byteCount, table } from '../output.ts';

/** `gen storage`: what the binaries of each module take, the largest first; asks nobody. */
export async function storage({ home, out }: Context): Promise<ExitCode> {
  const modules = await storageByModule(home().tables);
  const installed = modules.reduce((sum, one) => sum + one.installed, 0);
  const former = modules.reduce((sum, one) => sum + one.former, 0);
  out.result({ installed, former, modules }, () =>
    modules.length === 0
      ? []
      : table([
          ['ID', 'INSTALLED', 'EARLIER STATES'],
          ...modules.map((one) => [one.id, byteCount(one.installed), byteCount(one.former)]),
          ['all', byteCount(installed), byteCount(former)],
        ]),
  );
  if (modules.length === 0) out.note('No binaries are kept here.');
  else if (former > 0) out.note('"gen history forget" frees what only earlier states of a set need.');
  return EXIT.ok;
}
