import { permissionAt, type Permission } from '../../app/permission.ts';
import type { Micros, ModuleId } from '../../core/ids.ts';
import { AUTHORITY, moduleDocument } from '../../core/record/document.ts';
import { ownershipOf, type Ownership } from '../../core/view/ownership.ts';
import { recordSet, type RecordSet } from '../../core/view/record-set.ts';
import type { GrantView } from '../../core/view/succession.ts';
import type { ImportPlace, ImportPublisher } from './import-publisher.ts';

/** A name that one of an import's keys has, whichever would claim it now. */
export interface OwnName {
  readonly publisher: ImportPublisher;
  readonly set: RecordSet;
  readonly grant: GrantView['grant'];
  readonly standing: Ownership['standing'];
  readonly permission: Permission;
}

/** As the relay has it; `undefined`: somebody else's, or nobody's. @throws GenError PermissionDenied … where nothing may be published */
export async function ownName(
  place: ImportPlace,
  id: ModuleId,
  now: Micros,
  signal: AbortSignal,
): Promise<OwnName | undefined> {
  const [members, authority] = await Promise.all([
    place.records.membersOf(moduleDocument(id), signal),
    place.records.membersOf(AUTHORITY, signal),
  ]);
  const set = recordSet([...members, ...authority]);
  const { name, standing } = ownershipOf(set, id, place.namespace, now);
  const publisher = place.publishers.find(({ signer }) => signer.did === name?.grant.to);
  if (name === undefined || publisher === undefined) return undefined;
  const { grant } = name;
  const permission = permissionAt({ set, grant, standing, now }, id, publisher.signer.did, ['versions']);
  return { publisher, set, grant, standing, permission };
}
