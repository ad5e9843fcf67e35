import type { PlainError } from '../../../core/errors.ts';
import { parseModuleId, type ModuleId } from '../../../core/ids.ts';

/** What a yes is asked to, with what was said yes to before; `undefined`: nothing hidden was the reason. */
export function hiddenIn({ code, reason, data }: PlainError): readonly ModuleId[] | undefined {
  if (code !== 'InvalidState' || reason !== 'hidden') return undefined;
  const { ids, id } = data;
  return (Array.isArray(ids) ? ids : [String(id)]).map(parseModuleId);
}
