import { z } from 'zod';
import { GenError } from '../core/errors.ts';

/**
 * Limits as somebody who runs a relay sets them: `requestsPerMinute=9000, socketsPerAddress=4000`, for instance
 * where all requests come from one reverse proxy.
 *
 * @throws GenError InvalidInput `setting` for a limit that there is not, or one that is no whole number above 0.
 */
export function changedLimits<Limits extends Readonly<Record<string, number>>>(
  limits: Limits,
  text: string,
): Limits {
  const changes = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', value] = part.split('=', 2).map((side) => side.trim());
      const number = z.coerce.number().int().min(1).safeParse(value);
      if (!Object.hasOwn(limits, name) || !number.success) {
        throw new GenError('InvalidInput', 'setting', {
          field: 'GEN_REGISTRY_LIMITS',
          text: part.slice(0, 80),
        });
      }
      return [name, number.data] as const;
    });
  return { ...limits, ...Object.fromEntries(changes) };
}
