import { settle } from '../../app/admin.ts';
import { GenError } from '../../core/errors.ts';
import { parseModuleId, parseVersion } from '../../core/ids.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

interface SettleOptions {
  readonly keep: string;
  readonly reason?: string;
}

/** `gen settle`: an admin says which of two releases of one version is kept. */
export async function settleRelease(
  context: Context,
  text: string,
  { keep, reason = '' }: SettleOptions,
): Promise<ExitCode> {
  const [name = '', written] = text.split('@');
  const id = parseModuleId(name);
  if (written === undefined) throw new GenError('InvalidInput', 'version', { field: 'version', value: text });
  const version = parseVersion(written);
  const { device } = await context.device();
  await settle(device, { id, version, keep, reason });
  context.out.result({ module: id, version, keep, reason }, () => [
    `${id} ${version} is ${keep} from now on`,
  ]);
  return EXIT.ok;
}
