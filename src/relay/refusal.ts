import { GenError } from '../core/errors.ts';

/**
 * What a record is refused with for what was thrown over it. A fault of the relay's own is that record's alone:
 * its cause is for the log, not for the sender.
 *
 * @throws GenError Storage: then there is no verdict on anything.
 */
export function refusalOf(thrown: unknown): GenError {
  if (!(thrown instanceof GenError)) return new GenError('InvalidState', 'unexpected', {}, thrown);
  if (thrown.code === 'Storage') throw thrown;
  return thrown;
}
