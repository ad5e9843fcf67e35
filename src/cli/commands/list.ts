import semver from 'semver';
import { wallClock } from '../../app/device.ts';
import { rowsOf, setNamed } from '../../app/installed-set.ts';
import { neededBy } from '../../app/uninstall.ts';
import { usesById } from '../../app/uses.ts';
import { compatible } from '../../core/resolve/compatible.ts';
import { keptCatalogue } from '../catalogue-documents.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { hidingJson, keptModeration } from '../moderation-here.ts';
import { namedSet } from '../named-set.ts';
import { byteCount, isoTime, table } from '../output.ts';

/** `gen list`: what is installed on this device; asks nobody. */
export async function list(context: Context, options: { readonly set?: string }): Promise<ExitCode> {
  const home = context.home();
  const { tables } = home;
  const { moderation } = await keptModeration(home);
  const set = await namedSet(tables, options.set);
  const { generation, auto = [] } = await setNamed(tables, set);
  const rows = rowsOf(generation);
  const uses = await usesById(tables);
  const catalogue = await keptCatalogue(tables, wallClock());
  const modules = [...rows]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, name, version, sha256, size, wanted, installedAt }) => {
      const newest = catalogue.card(id)?.version;
      const newer = newest !== undefined && semver.gt(newest, version) ? newest : undefined;
      const needed = neededBy(id, rows);
      const use = uses.get(id);
      return {
        id,
        name,
        version,
        sha256,
        size,
        wanted,
        range: generation.wishes.find((wish) => wish.id === id)?.range,
        auto: auto.includes(id),
        neededBy: needed,
        installedAt: isoTime(installedAt),
        openedAt: use?.openedAt === undefined ? undefined : isoTime(use.openedAt),
        usedAt: use?.usedAt === undefined ? undefined : isoTime(use.usedAt),
        uses: use?.uses ?? 0,
        newer,
        compatible: newer === undefined ? undefined : compatible(version, newer),
        hidden: moderation.module(id).map(hidingJson),
      };
    });
  context.out.result({ set, modules }, () =>
    modules.length === 0
      ? []
      : table([
          ['ID', 'VERSION', 'SIZE', 'INSTALLED', 'LAST USED', 'NEEDED BY', 'NEWER'],
          ...modules.map(
            ({ id, version, size, wanted, neededBy: needed, installedAt, usedAt, newer, hidden }) => [
              id,
              version,
              byteCount(size),
              installedAt.slice(0, 10),
              usedAt?.slice(0, 10) ?? 'never',
              [...(wanted ? ['you'] : []), ...needed].join(', '),
              [newer ?? '', ...(hidden.length === 0 ? [] : ['(hidden)'])].join(' ').trim(),
            ],
          ),
        ]),
  );
  if (modules.length === 0)
    context.out.note(`Nothing is installed in ${set}. "gen install ID" installs a module.`);
  return EXIT.ok;
}
