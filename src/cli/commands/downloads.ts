import { downloadSettings, setDownloadSettings } from '../../app/download-settings.ts';
import type { DownloadSettings } from '../../ports/downloads.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { table } from '../output.ts';

interface DownloadOptions {
  readonly parallel?: number;
  /** `false`: none; `true`: not said. */
  readonly bandwidth?: number | boolean;
  readonly further?: readonly string[] | boolean;
}

function lines({ parallel, perSecond, relays }: DownloadSettings): string[] {
  return table([
    ['parallel', String(parallel)],
    ['bandwidth', perSecond === undefined ? 'as fast as they come' : `${perSecond} bytes a second`],
    ['further relays', relays.length === 0 ? 'none' : relays.join(' ')],
  ]);
}

/** `gen downloads`: how binaries are fetched here. */
export async function showDownloads({ home, out }: Context): Promise<ExitCode> {
  const settings = await downloadSettings(home().tables);
  out.result(settings, () => lines(settings));
  return EXIT.ok;
}

/** `gen downloads set`. */
export async function changeDownloads(
  context: Context,
  { parallel, bandwidth, further }: DownloadOptions,
): Promise<ExitCode> {
  const { tables } = context.home();
  const before = await downloadSettings(tables);
  await setDownloadSettings(tables, {
    parallel: parallel ?? before.parallel,
    perSecond: bandwidth === false ? undefined : typeof bandwidth === 'number' ? bandwidth : before.perSecond,
    relays: further === false ? [] : Array.isArray(further) ? further : before.relays,
  });
  return showDownloads(context);
}
