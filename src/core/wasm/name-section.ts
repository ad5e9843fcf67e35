import { boundedText } from './bounded-text.ts';
import { count, skip, u32 } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { CustomSections } from './custom-sections.ts';
import { eachSubsection } from './subsections.ts';

const MODULE = 0;
const FUNCTIONS = 1;

/** Core specification, appendix "Name section": the module's name, and how many functions are named; no other name is read. */
export function readNames(cursor: Cursor): Pick<CustomSections, 'moduleName' | 'functionNames'> {
  let moduleName: string | undefined;
  let functionNames: number | undefined;
  eachSubsection(cursor, (id) => {
    if (id === MODULE) moduleName = boundedText(cursor);
    if (id === FUNCTIONS) functionNames = passedNames(cursor);
  });
  return {
    ...(moduleName === undefined ? {} : { moduleName }),
    ...(functionNames === undefined ? {} : { functionNames }),
  };
}

/** An index and a name each. */
function passedNames(cursor: Cursor): number {
  const names = count(cursor);
  for (let left = names; left > 0; left -= 1) {
    u32(cursor);
    skip(cursor, u32(cursor));
  }
  return names;
}
