import type { CheckedAgain, ProofVerdict } from '../core/proof/check-proof.ts';
import { areImportsCompared, isConfirmed, type Proof } from '../core/proof/proof.ts';
import { plainWords } from '../core/wasm/imports.ts';
import type { ExternKind } from '../core/wasm/module-shape.ts';
import { isoTime, table } from './output.ts';

/** A proof checked again, in words. */

const TITLES: Readonly<Record<CheckedAgain['name'], string>> = {
  file: 'file is as it was written',
  members: 'signed records are whole',
  signature: 'release is signed',
  chain: 'permission from the root',
  standing: 'permission counted then',
  receipts: 'confirmed by relays',
  head: 'newest receipt known then',
  'signed-head': 'listed by a signed head',
  digest: 'sha256',
  size: 'size',
  structure: 'structure',
  imports: 'imports',
};

/** A time in microseconds, as facts have it; of an edited file it may be none. */
function moment(text: string | undefined): string {
  const time = Number(text);
  return Number.isSafeInteger(time) && time <= 8.64e15 && time >= 0 ? isoTime(time) : String(text);
}

const WORDS: Readonly<Record<CheckedAgain['name'], (row: readonly string[]) => string>> = {
  file: () => '',
  members: ([first = '', why]) => (why === undefined ? first : `number ${Number(first) + 1}: ${why}`),
  signature: ([record, by, time]) => `record ${record} by ${by}, ${moment(time)}`,
  chain: ([to, path = '', until = '']) =>
    `${to} may write ${path === '' ? 'everywhere' : path}${until === '' ? '' : ` until ${moment(until)}`}`,
  standing([what, by, time, reason, stands]) {
    if (what === 'expired') return `it had run out at ${moment(by)}`;
    const left = stands === 'stands' ? 'what was receipted before stands' : 'this release does not stand';
    if (what === 'handed-over') return `the module handed over by ${by}, ${moment(time)}: ${left}`;
    return `withdrawn by ${by}, ${moment(time)}${reason === '' ? '' : ` (${reason})`}: ${left}`;
  },
  receipts: ([notary, time]) => `${notary}, ${moment(time)}`,
  head: ([receipt, , time]) => `${receipt}, ${moment(time)}`,
  'signed-head': ([number, by, time]) => `head ${number} by ${by}, ${moment(time)}`,
  digest: ([signed, found]) => (found === undefined ? `${signed}` : `signed ${signed}, found ${found}`),
  size: ([signed, found]) => (found === undefined ? `${signed} bytes` : `signed ${signed}, found ${found}`),
  structure: ([layer]) => `${layer}`,
  imports: ([module = '', name = '', kind]) =>
    kind === undefined
      ? `and ${name} more`
      : `${module}.${name}: ${plainWords([{ module, name, kind: kind as ExternKind }]).join('; ')}`,
};

/** Where there is no row, that is an answer too. */
const NOTHING: Partial<Readonly<Record<CheckedAgain['name'], string>>> = {
  standing: 'nothing of it was known to be withdrawn',
  receipts: 'by none',
  head: 'none was written down',
  'signed-head': 'the newest one was older',
  imports: 'asks for nothing',
};

const NOT_READ = 'not read: a proof does not compare those of a component';

function isUnread({ name }: CheckedAgain, checks: readonly CheckedAgain[]): boolean {
  return name === 'imports' && !areImportsCompared(checks);
}

function markOf(check: CheckedAgain, checks: readonly CheckedAgain[]): string {
  if (!check.ok) return '  NO';
  if (isUnread(check, checks)) return '  --';
  return check.name === 'receipts' && !isConfirmed([check]) ? '  --' : '  ok';
}

function rowsOf(check: CheckedAgain, _place: number, checks: readonly CheckedAgain[]): string[][] {
  const { name, ok, detail, claimed } = check;
  const nothing = isUnread(check, checks) ? NOT_READ : ok ? (NOTHING[name] ?? '') : '';
  const words = detail.length === 0 ? [nothing] : detail.map(WORDS[name]);
  const differs = claimed === undefined ? [] : ['the file says something else than what was found now'];
  return [...words, ...differs].map((text, index) =>
    index === 0 ? [markOf(check, checks), TITLES[name], text] : ['', '', text],
  );
}

const LIMITS =
  'It cannot show what was withdrawn or contradicted after that time, or was unknown to its maker or left out; and that time is the word of the device that made it.';

const VERDICTS: Readonly<Record<ProofVerdict['verdict'], string>> = {
  verified: 'verified',
  unconfirmed: 'UNCONFIRMED',
  failed: 'FAILED',
};

const UNCONFIRMED =
  'No relay has receipted it, so nothing shows that it ever stood: whoever lost the permission can still write such a release and date it back.';

export function proofLines(
  file: string,
  { root, id, version, checkedAt }: Proof,
  { verdict, checks, unchecked }: ProofVerdict,
  trusted: boolean | undefined,
): string[] {
  const said = VERDICTS[trusted === false ? 'failed' : verdict];
  const foreign = 'This is not the root that you named: the proof is of another registry.';
  const unknown = 'Compare this root with that of the registry you trust, or name it with --root.';
  return [
    `${file}: ${said}`,
    ...(verdict === 'unconfirmed' ? [`  ${UNCONFIRMED}`] : []),
    `  ${id} ${version}, checked at ${isoTime(checkedAt)}`,
    `  root ${root}`,
    ...(trusted === true ? [] : [`  ${trusted === false ? foreign : unknown}`]),
    ...table(checks.flatMap(rowsOf)),
    ...(unchecked.length === 0
      ? []
      : [`  The binary itself was not looked at (${unchecked.join(', ')}): name it after the options.`]),
    `  ${LIMITS}`,
  ];
}
