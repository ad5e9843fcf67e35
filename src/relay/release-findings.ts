import { setImmediate } from 'node:timers/promises';
import { GenError, toGenError } from '../core/errors.ts';
import type { Micros, Sha256 } from '../core/ids.ts';
import { AUTHORITY } from '../core/record/document.ts';
import { readBody, type Body } from '../core/record/kinds.ts';
import type { MemberId } from '../core/record/record.ts';
import { namespaceImportRules, type SignedImportRules } from '../core/view/namespace-import-rules.ts';
import { undeclared } from '../core/wasm/declared.ts';
import { requireSound } from '../core/wasm/require-sound.ts';
import type { AdmittedPost, AdmittedRecord } from './admit-post.ts';
import type { Examinations } from './examinations.ts';
import { importsOutside } from './import-verdicts.ts';
import type { Journal } from './journal.ts';
import type { Examined } from './kept-reports.ts';
import { isRelease } from './post-order.ts';
import type { RecordSets } from './record-sets.ts';
import { refusalOf } from './refusal.ts';

/** What the binaries of a POST's releases say against them; `undefined`: nothing. */
export type ReleaseFindings = ReadonlyMap<MemberId, GenError | undefined>;

interface FindingParts {
  readonly journal: Pick<Journal, 'has'>;
  readonly sets: RecordSets;
  readonly examinations: Pick<Examinations, 'of'>;
  readonly now: Micros;
}

async function requireHonest(
  body: Body<'release'>,
  binary: Examined,
  rules: SignedImportRules | undefined,
): Promise<void> {
  const facts = undeclared(body, binary);
  if (facts.length > 0) throw new GenError('InvalidInput', 'declared', { facts, sha256: body.sha256 });
  if (rules?.validation !== 'strict') return;
  const outside = await importsOutside(binary, rules);
  if (outside.length === 0) return;
  const imports = outside.slice(0, 5).map(({ module, name }) => `${module}.${name}`.slice(0, 80));
  throw new GenError('PermissionDenied', 'import-policy', { imports, count: outside.length });
}

function requireSoundHere(binary: Examined): void {
  try {
    requireSound(binary);
    // Past a limit of the reader nothing of it is known, so nothing could be declared, and all of it be smuggled.
    const isRead = binary.checks.some(({ name, ok }) => name === 'structure' && ok);
    if (binary.verdict === 'unsupported' && !isRead) requireSound({ ...binary, verdict: 'invalid' });
  } catch (thrown) {
    const { code, reason, data } = toGenError(thrown);
    // Who publishes has an engine that took it.
    throw new GenError(code, reason, { ...data, by: 'relay' }, thrown);
  }
}

/**
 * Holds the releases of a POST against their binaries. It may take seconds, so it is done before the POST's turn; whether
 * the binary is there is looked at again in it. What the relay took before is not looked at again.
 */
export async function releaseFindings(
  { records }: AdmittedPost,
  { journal, sets, examinations, now }: FindingParts,
): Promise<ReleaseFindings> {
  const releases = records.filter(
    (item): item is AdmittedRecord => !('error' in item) && isRelease(item.record),
  );
  if (releases.length === 0) return new Map();
  const rules = namespaceImportRules(sets.of(AUTHORITY), now)?.rules;

  const binaries = new Map<Sha256, Promise<Examined>>();
  function binaryOf(sha256: Sha256): Promise<Examined> {
    const binary = binaries.get(sha256) ?? examinations.of(sha256);
    binaries.set(sha256, binary);
    return binary;
  }

  async function find(body: Body<'release'>, examined: Promise<Examined>): Promise<GenError | undefined> {
    try {
      const binary = await examined;
      requireSoundHere(binary);
      await requireHonest(body, binary, rules);
      return undefined;
    } catch (thrown) {
      return refusalOf(thrown);
    }
  }

  // All are asked for before the first is waited for.
  const asked = releases.map(({ id, record, document }) => {
    const body = journal.has(document, id) ? undefined : readBody('release', record.payload);
    const binary = body === undefined ? undefined : binaryOf(body.sha256);
    // It may fail while another one is looked at.
    binary?.catch(() => undefined);
    return { id, body, binary };
  });
  const findings = new Map<MemberId, GenError | undefined>();
  for (const { id, body, binary } of asked) {
    const isNew = body !== undefined && binary !== undefined;
    findings.set(id, isNew ? await find(body, binary) : undefined);
    // What came meanwhile goes on.
    await setImmediate();
  }
  return findings;
}
