import { GenError } from '../../core/errors.ts';
import type { Compile } from '../../core/wasm/compile.ts';
import { reportOn } from '../../core/wasm/report.ts';
import type { ReleaseDraft } from '../../ports/engine.ts';
import { MAX_BLOB, type Device } from '../device.ts';
import { publish } from '../publish.ts';

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** With a report of its own: the page's is not believed. @returns the job. @throws GenError as `publish`; QuotaExceeded `too-large` */
export async function publishBinary(
  device: Device,
  draft: ReleaseDraft,
  binary: Blob,
  { compile, job }: { readonly compile: Compile; readonly job: string | undefined },
): Promise<string> {
  if (binary.size > MAX_BLOB)
    throw new GenError('QuotaExceeded', 'too-large', { field: 'file', limit: MAX_BLOB });
  const bytes = new Uint8Array(await binary.arrayBuffer());
  const checked = await reportOn(bytes, { maxSize: MAX_BLOB, digest, compile });
  const { id } = await publish(device, draft, { content: binary, report: checked }, job);
  return id;
}
