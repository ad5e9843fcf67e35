import { areImportsCompared, isConfirmed, type CheckName, type ProofCheck } from '../../core/proof/proof.ts';
import { plainWords } from '../../core/wasm/imports.ts';
import type { ExternKind } from '../../core/wasm/module-shape.ts';
import type { Did, Micros } from '../../core/ids.ts';
import { formatBytes, formatCount, formatTime, shortDid, shortHash } from './format.ts';

interface CheckWords {
  readonly title: string;
  /** What was found, for a check that held, beside the others of its proof. */
  readonly found: (check: ProofCheck, checks: readonly ProofCheck[]) => string;
  readonly failed: string;
}

const time = (text: string | undefined): string => formatTime(Number(text) as Micros);
const first = ({ detail }: ProofCheck): readonly string[] => detail[0] ?? [];

/** Receipts that are not there fail nothing, and confirm nothing; nor do imports that were not compared. */
export function outcomeOf(check: ProofCheck, checks: readonly ProofCheck[]): 'held' | 'open' | 'failed' {
  if (!check.ok) return 'failed';
  if (check.name === 'imports' && !areImportsCompared(checks)) return 'open';
  return check.name === 'receipts' && !isConfirmed([check]) ? 'open' : 'held';
}

/** Each import with what it means; behind them, how many more there are. */
export function importRows({
  detail,
}: ProofCheck): readonly { readonly name: string; readonly words: string }[] {
  return detail.map(([module = '', name = '', kind]) =>
    kind === undefined
      ? { name: module, words: `and ${name} more` }
      : {
          name: `${module}.${name}`,
          words: plainWords([{ module, name, kind: kind as ExternKind }]).join('; '),
        },
  );
}

function importWords({ detail }: ProofCheck, checks: readonly ProofCheck[]): string {
  if (!areImportsCompared(checks))
    return 'Not said here: a proof does not compare the imports of a component.';
  const named = detail.filter(([, , kind]) => kind !== undefined);
  const leftOut = detail.find(([, , kind]) => kind === undefined)?.[1] ?? 0;
  const words = plainWords(
    named.map(([module = '', name = '', kind]) => ({ module, name, kind: kind as ExternKind })),
  );
  const count = named.length + Number(leftOut);
  return `${count === 0 ? 'It' : `${formatCount(count, 'import')}: it`} ${words.join('; ')}.`;
}

/** Said of a proof without a receipt, which nobody's check will call verified. */
export const UNCONFIRMED =
  'Unconfirmed: you installed it before any relay had receipted it. Somebody who lost the permission can still write such a release and date it back. Once it is confirmed, install it again for a proof that others can rely on.';

/** In plain words, check by check. */
export const PROOF_WORDS: Readonly<Record<CheckName, CheckWords>> = {
  members: {
    title: 'Signed records',
    found: (check) =>
      `${formatCount(Number(first(check)[0]), 'record or permission', 'records and permissions')}, each whole and signed by who may.`,
    failed: 'A signed record that this rests on is not whole.',
  },
  signature: {
    title: 'Signature',
    found(check) {
      const [, by = '', at] = first(check);
      return `The release is signed by ${shortDid(by as Did)}, ${time(at)}.`;
    },
    failed: 'The release is not signed as it has to be.',
  },
  chain: {
    title: 'Chain of permissions',
    found: ({ detail }) =>
      `From the root to the signer: ${formatCount(detail.length, 'step')}${
        detail.at(-1)?.[2] ? `, good until ${time(detail.at(-1)?.[2])}` : ', without an end'
      }.`,
    failed: 'The permission does not lead from the root to the signer.',
  },
  standing: {
    title: 'Still permitted',
    found: ({ detail }) =>
      detail.length === 0
        ? 'Nothing of the permission was known to be withdrawn.'
        : 'The permission was withdrawn; this release was confirmed before, so it stands.',
    failed: 'The permission had been withdrawn or had ended.',
  },
  receipts: {
    title: 'Confirmed by relays',
    found: ({ detail }) =>
      detail.length === 0
        ? 'By none: nothing shows that the release ever stood.'
        : detail
            .map(([notary = '', at]) => `${shortDid(notary as Did)} signed a receipt, ${time(at)}`)
            .join('; ')
            .concat('.'),
    failed: 'The receipts do not fit.',
  },
  head: {
    title: 'As of',
    found(check) {
      const [receipt, , at] = first(check);
      return receipt === undefined
        ? 'No newest receipt was written down.'
        : `The newest receipt known then: ${shortHash(receipt)}, ${time(at)}.`;
    },
    failed: 'The newest receipt does not lead to this release.',
  },
  'signed-head': {
    title: 'Signed by the relay as a whole',
    found(check) {
      const [number, by = '', at] = first(check);
      return number === undefined
        ? 'The newest signed head was older than this release.'
        : `Head ${number} of the whole registry lists it, signed by ${shortDid(by as Did)}, ${time(at)}.`;
    },
    failed: 'The signed head does not list this release.',
  },
  digest: {
    title: 'Digest',
    found: (check) => `sha256 ${shortHash(first(check)[0] ?? '')}, of the bytes and in the release.`,
    failed: 'The bytes have another sha256 than the release.',
  },
  size: {
    title: 'Size',
    found: (check) => `${formatBytes(Number(first(check)[0]))}, as the release says.`,
    failed: 'The bytes are more or fewer than the release says.',
  },
  structure: {
    title: 'Structure',
    found: (check) =>
      first(check)[0] === 'component'
        ? 'A whole component of WebAssembly.'
        : 'A whole WebAssembly module, within the limits.',
    failed: 'The bytes are no whole WebAssembly binary.',
  },
  imports: {
    title: 'What it can do',
    found: importWords,
    failed: 'It imports from modules that its release does not name.',
  },
};
