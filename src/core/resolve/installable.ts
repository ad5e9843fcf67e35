import { GenError } from '../errors.ts';
import type { ModuleView } from '../view/module-view.ts';

/** @throws GenError InvalidState: what its owner withdrew, or whose owner is in doubt, is installed by nobody new. */
export function requireInstallable({ id, status, contested }: ModuleView): void {
  if (status === 'unregistered') throw new GenError('InvalidState', 'unregistered', { id });
  if (contested) throw new GenError('InvalidState', 'contested', { id });
}
