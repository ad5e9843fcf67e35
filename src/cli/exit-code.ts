import type { PlainError } from '../core/errors.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Which exit code a failure ends with. */
export function exitCodeOf({ code, reason }: Pick<PlainError, 'code' | 'reason'>): ExitCode {
  switch (code) {
    case 'InvalidInput':
      return reason === 'proof-file' || reason === 'bundle-file' ? EXIT.verification : EXIT.usage;
    case 'SignatureInvalid':
    case 'HashMismatch':
    case 'WasmInvalid':
      return EXIT.verification;
    case 'Network':
    case 'Timeout':
      return EXIT.network;
    case 'PermissionDenied':
      return EXIT.permission;
    case 'DependencyCycle':
      return EXIT.noSolution;
    case 'VersionConflict':
      return reason === 'version-taken' || reason === 'contradiction' ? EXIT.failure : EXIT.noSolution;
    default:
      return EXIT.failure;
  }
}
