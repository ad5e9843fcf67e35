import { openValidatorProcesses } from '../../src/adapters/node/validator-processes.ts';
import type { Validator } from '../../src/ports/validator.ts';

let opened: Validator | undefined;

/** The validator of a relay, shared by all of a test file: its process takes longer to start than most tests last. It ends with the file's. */
export const sharedValidator: Validator = {
  validate: (source, asked) => (opened ??= openValidatorProcesses({ size: 1 })).validate(source, asked),
  close: () => undefined,
};
