import { GenError, toGenError } from '../core/errors.ts';
import type { Micros } from '../core/ids.ts';
import { AUTHORITY, IMPORT_RULES_PATH } from '../core/record/document.ts';
import { writeBody } from '../core/record/kinds.ts';
import { namespaceImportRules } from '../core/view/namespace-import-rules.ts';
import { recordSet, type RecordSet } from '../core/view/record-set.ts';
import { DEFAULT_IMPORT_RULES, VALIDATION_LEVELS, type ImportRules } from '../core/wasm/import-rules.ts';
import { checkedPolicy } from '../core/wasm/policy-file.ts';
import type { KnownImportRules } from '../ports/import-rules.ts';
import { adminCapability, isAdminAt, tellRelay } from './admin.ts';
import type { Device } from './device.ts';

const SETTING = 'import-rules';

/** @throws GenError InvalidInput `policy` */
function checkedRules({ policy, validation }: ImportRules): ImportRules {
  if (!VALIDATION_LEVELS.includes(validation))
    throw new GenError('InvalidInput', 'policy', { field: 'validation', text: 'validation' });
  return { policy: checkedPolicy(policy), validation };
}

/** What the admins of a namespace say, by the authority's document. */
function rulesOfNamespace(authority: RecordSet, now: Micros): ImportRules | undefined {
  const said = namespaceImportRules(authority, now)?.rules;
  return (
    said && {
      policy: { level: said.level, allow: said.allow, deny: said.deny },
      validation: said.validation,
    }
  );
}

/** Without the authority's document nobody can say what admins want: this device goes by the built-in rules then. */
async function namespaceRules(
  device: Pick<Device, 'records' | 'clock'>,
  signal?: AbortSignal,
): Promise<ImportRules | undefined> {
  try {
    const authority = await device.records.membersOf(AUTHORITY, signal);
    return rulesOfNamespace(recordSet(authority), device.clock());
  } catch (thrown) {
    const error = toGenError(thrown);
    if (error.code === 'Network' || error.code === 'Timeout') return undefined;
    throw error;
  }
}

async function ownRules({ tables }: Pick<Device, 'tables'>): Promise<ImportRules | undefined> {
  return (await tables.get('settings', SETTING))?.value as ImportRules | undefined;
}

/** By which an install is judged on this device now. */
export async function effectiveRules(
  device: Pick<Device, 'records' | 'clock' | 'tables'>,
): Promise<ImportRules> {
  return (await ownRules(device)) ?? (await namespaceRules(device)) ?? DEFAULT_IMPORT_RULES;
}

/** @param hasOwn whether there is somebody here: a device that only looks makes no identity for it. */
export async function knownImportRules(device: Device, hasOwn: boolean): Promise<KnownImportRules> {
  const [own, namespace] = await Promise.all([ownRules(device), namespaceRules(device)]);
  return {
    own,
    namespace,
    effective: own ?? namespace ?? DEFAULT_IMPORT_RULES,
    isAdmin: hasOwn && (await isAdminAt(device, IMPORT_RULES_PATH)),
  };
}

/** On this device, told to nobody. `undefined` goes back. @throws GenError InvalidInput `policy`; Storage. */
export async function setImportRules(
  { tables, announce }: Pick<Device, 'tables' | 'announce'>,
  own: ImportRules | undefined,
): Promise<void> {
  const write =
    own === undefined
      ? ({ table: 'settings', remove: SETTING } as const)
      : ({ table: 'settings', put: { key: SETTING, value: checkedRules(own) } } as const);
  await tables.write([write]);
  announce(['import-rules']);
}

function bodyOf(rules: ImportRules): Uint8Array<ArrayBuffer> {
  const { policy, validation } = checkedRules(rules);
  const { level = 'nothing', allow = [], deny = [] } = policy;
  try {
    return writeBody('importRules', { level, allow: [...allow], deny: [...deny], validation });
  } catch (thrown) {
    const { data } = toGenError(thrown);
    throw new GenError('InvalidInput', 'policy', { field: 'policy', text: String(data['field']) }, thrown);
  }
}

/**
 * In the name of the registry, for every device that has no rules of its own; told to the relay at once: an admin acts on
 * what stands now. `undefined` takes back what was said.
 *
 * @throws GenError InvalidInput `policy`; PermissionDenied `no-admin` | `main-key` | `revoked` | `expired`, and as the relay
 * answers; Network.
 */
export async function setNamespaceImportRules(device: Device, rules: ImportRules | undefined): Promise<void> {
  const payload = rules === undefined ? writeBody('importRules', { withdrawn: true }) : bodyOf(rules);
  const acting = await adminCapability(device, 'moderation', IMPORT_RULES_PATH);
  await tellRelay(device, acting, IMPORT_RULES_PATH, payload);
  device.announce(['import-rules']);
}
