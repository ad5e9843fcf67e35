import lighthouse, { desktopConfig, type Result } from 'lighthouse';
import { openBrowser } from './browser-process.ts';
import { installIn } from './install-in.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

/** Lighthouse's own two: a phone on a slow network, which is its default, and a desktop. */
export const PRESETS = ['mobile', 'desktop'] as const;
export type Preset = (typeof PRESETS)[number];

export interface FailedAudit {
  readonly category: string;
  readonly id: string;
  /** Whether it counts in the category's score; the others are hints. */
  readonly scored: boolean;
  readonly title: string;
  /** How much of it, and of what; may be empty. */
  readonly display: string;
}

/** What is looked at. */
export interface AuditedPage {
  readonly path: string;
  /** Module that is installed before, by a person's way: the app and what it keeps are there then, as on an installed page. */
  readonly installs?: string;
}

export interface Audited {
  readonly page: string;
  readonly preset: Preset;
  /** 0 to 100 by category. */
  readonly scores: Readonly<Record<string, number>>;
  readonly failed: readonly FailedAudit[];
}

/** The first elements or files that an audit names. */
function namedIn(details: Result['audits'][string]['details']): string {
  const items: Record<string, unknown>[] =
    details !== undefined && 'items' in details && Array.isArray(details.items) ? details.items : [];
  const names = items.flatMap((item) => {
    const { node, url } = item as { node?: { snippet?: string }; url?: string };
    return node?.snippet ?? url ?? [];
  });
  return names.slice(0, 4).join(' | ');
}

function failedAudits({ audits, categories }: Result): FailedAudit[] {
  return CATEGORIES.flatMap((category) =>
    (categories[category]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const found = audits[id];
      if (found === undefined || found.score === null || found.score >= 0.9) return [];
      const display = [found.displayValue ?? '', namedIn(found.details)]
        .filter((text) => text !== '')
        .join(': ');
      return [{ category, id, scored: weight > 0, title: found.title, display }];
    }),
  );
}

async function auditOnce(
  address: string,
  { path: page, installs }: AuditedPage,
  preset: Preset,
): Promise<Audited> {
  // A browser of its own: nothing of an earlier page is in its cache.
  const browser = await openBrowser();
  try {
    if (installs !== undefined) await installIn(browser.port, address, installs);
    const flags = {
      port: browser.port,
      onlyCategories: [...CATEGORIES],
      logLevel: 'error' as const,
      disableStorageReset: installs !== undefined,
    };
    const config = preset === 'desktop' ? desktopConfig : undefined;
    const answer = await lighthouse(`${address}${page}`, flags, config);
    if (answer === undefined) throw new Error(`Lighthouse says nothing about ${page}`);
    const { lhr } = answer;
    if (lhr.runtimeError !== undefined) throw new Error(`${page}: ${lhr.runtimeError.message}`);
    const scores = CATEGORIES.map(
      (name) => [name, Math.round((lhr.categories[name]?.score ?? 0) * 100)] as const,
    );
    return { page, preset, scores: Object.fromEntries(scores), failed: failedAudits(lhr) };
  } finally {
    await browser.close();
  }
}

/** @returns the run in the middle by performance. */
export async function audit(
  address: string,
  page: AuditedPage,
  preset: Preset,
  runs: number,
): Promise<Audited> {
  const all: Audited[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await auditOnce(address, page, preset));
  const byPerformance = all.sort((a, b) => (a.scores['performance'] ?? 0) - (b.scores['performance'] ?? 0));
  return byPerformance[Math.floor(all.length / 2)] as Audited;
}
