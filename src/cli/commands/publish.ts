import { MAX_BLOB } from '../../app/device.ts';
import { checkDraft } from '../../app/draft.ts';
import { acceptPermission } from '../../app/held-permissions.ts';
import { publish as store } from '../../app/publish.ts';
import { toBase64Url } from '../../core/bytes.ts';
import { fromPlainError, GenError, type PlainError } from '../../core/errors.ts';
import { plainWords } from '../../core/wasm/imports.ts';
import { reportOn } from '../../core/wasm/report.ts';
import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import type { Context, OpenDevice } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { byteCount } from '../output.ts';
import { draftFor, type DraftFlags } from '../release-draft.ts';
import { givenToken, tokenHome, type Token } from '../token.ts';
import { carryOut } from '../work.ts';
import { readBinary } from './read-binary.ts';

interface PublishOptions extends DraftFlags {
  readonly dryRun?: boolean;
}

/** `gen publish`: stores, signs and sends a release; without a relay it waits on this device. */
export async function publish(context: Context, file: string, options: PublishOptions): Promise<ExitCode> {
  const { out, signal } = context;
  const binary = await readBinary(file, MAX_BLOB);
  if ('size' in binary)
    throw new GenError('QuotaExceeded', 'too-large', { size: binary.size, limit: MAX_BLOB });
  const content = binary.bytes;
  const report = await reportOn(content, { maxSize: MAX_BLOB, digest, signal });
  refuseInvalid(report);
  const token = await givenToken(context);
  const opened = await (token === undefined ? context.device() : deviceOfToken(context, token));
  const draft = await draftFor(opened.device, file, options, signal);
  const { id, version } = checkDraft(draft);
  const { sha256, size, verdict } = report;
  if (verdict !== 'valid')
    out.note(`Browsers do not run this binary (${verdict}); it is published all the same.`);
  out.note(`${byteCount(size)}; ${plainWords(report.imports).join('; ')}`);
  if (options.dryRun === true) {
    const { licence: license, ...rest } = draft;
    const value = {
      job: undefined,
      module: id,
      version,
      sha256,
      size,
      verdict,
      state: 'dry-run',
      error: undefined,
    };
    out.result({ ...value, draft: { ...rest, license } }, () => [
      `Would publish ${id} ${version}, sha256 ${sha256}`,
    ]);
    return EXIT.ok;
  }
  const stored = await store(opened.device, draft, { content, report });
  const { id: job, state, error } = await carryOut(context, opened, stored);
  if (token !== undefined && state !== 'receipted') throw unfinished(error);
  out.result({ job, module: id, version, sha256, size, verdict, state, error, draft: undefined }, () => [
    `${state === 'receipted' ? 'Published' : 'Queued the publishing of'} ${id} ${version}, sha256 ${sha256}`,
  ]);
  return EXIT.ok;
}

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** @throws GenError as `acceptPermission`: a token that has ended publishes nothing. */
async function deviceOfToken(context: Context, token: Token): Promise<OpenDevice> {
  const opened = await context.device(await tokenHome(token));
  await acceptPermission(opened.device, toBase64Url(token.capability));
  return opened;
}

/** A token's home is gone with the process: nothing of it can wait. */
function unfinished(error: PlainError | undefined): GenError {
  return error === undefined ? new GenError('Network', 'offline') : fromPlainError(error);
}

/** Before anything else is asked for: there is no use in a form for a file that cannot be published. */
function refuseInvalid({ verdict, checks }: WasmReport): void {
  if (verdict !== 'invalid') return;
  const failed = checks.find(({ ok }) => !ok);
  throw new GenError('WasmInvalid', failed?.name ?? 'structure', { text: failed?.reason ?? '' });
}
