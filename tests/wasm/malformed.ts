import { CODE } from './malformed/code.ts';
import { CONSTANTS } from './malformed/constants.ts';
import { DATA_SEGMENTS } from './malformed/data-segments.ts';
import { DECLARATIONS } from './malformed/declarations.ts';
import { ELEMENTS } from './malformed/elements.ts';
import { FRAMING } from './malformed/framing.ts';
import { ILL_TYPED } from './malformed/ill-typed.ts';
import { INSTRUCTIONS } from './malformed/instructions.ts';
import { INTEGERS } from './malformed/integers.ts';
import { LIMITS } from './malformed/limits.ts';
import type { MalformedCase } from './malformed/malformed-case.ts';
import { NAMES } from './malformed/names.ts';
import { SECTION_ORDER } from './malformed/section-order.ts';
import { TRUNCATED } from './malformed/truncated.ts';
import { TYPES } from './malformed/types.ts';

/**
 * What is wrong, the stable word for it, and a small binary that shows it: the binary format (chapter 5 of the core
 * specification, release 3.0) and validation (chapter 3), by part of the file.
 */
export const MALFORMED: Readonly<Record<string, readonly MalformedCase[]>> = {
  framing: FRAMING,
  'section-order': SECTION_ORDER,
  truncated: TRUNCATED,
  integers: INTEGERS,
  names: NAMES,
  types: TYPES,
  declarations: DECLARATIONS,
  limits: LIMITS,
  constants: CONSTANTS,
  elements: ELEMENTS,
  data: DATA_SEGMENTS,
  code: CODE,
  instructions: INSTRUCTIONS,
  'ill-typed': ILL_TYPED,
};
