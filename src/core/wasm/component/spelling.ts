import { printable, type Item, type Member, type Scope } from './scope.ts';

/** The text of a type while it is written. Types name types, so that a small file could ask for gigabytes of text. */
export interface Spelling {
  readonly parts: string[];
  /** Characters; negative when it did not fit. */
  room: number;
}

/** Characters in one type. */
const MOST_TEXT = 65_536;

export function startSpelling({ shared }: Scope): Spelling {
  return { parts: [], room: Math.min(MOST_TEXT, shared.text) };
}

export function say(spelling: Spelling, text: string): void {
  spelling.room -= text.length;
  if (spelling.room >= 0) spelling.parts.push(text);
}

/** @returns what was said, or `otherwise` where it did not fit: nothing is joined then. */
export function spelt({ shared }: Scope, { parts, room }: Spelling, otherwise: string): string {
  if (room < 0) return otherwise;
  const text = parts.join('');
  shared.text -= text.length;
  return text;
}

/** The text for one more place of a report, which is copied between threads with all its text. */
export function used({ shared }: Scope, { text }: Item, otherwise: string): string {
  if (text.length > shared.text) return otherwise;
  shared.text -= text.length;
  return text;
}

/** For "and 999999 more}". */
const RESERVE = 20;

/**
 * `{get:(key:string)->u32; log:(text:string)->(); error:resource}`: what an instance offers or a component takes (marked
 * `import`) and offers. Of types only resources; the first ones, where there is not enough room.
 */
function interfaceText(scope: Scope, members: readonly Member[], otherwise: string): string {
  const spelling = startSpelling(scope);
  const told = members.filter(({ kind, item }) => kind !== 'type' || item.kind === 'resource');
  say(spelling, '{');
  for (const [index, { way, name, kind, item }] of told.entries()) {
    const text = kind === 'type' ? 'resource' : item.text;
    const length = name.length + text.length + '; import :'.length;
    if (length + RESERVE > spelling.room) {
      say(spelling, `${index === 0 ? '' : '; '}and ${told.length - index} more`);
      break;
    }
    say(spelling, `${index === 0 ? '' : '; '}${way === 'import' ? 'import ' : ''}${printable(name)}:${text}`);
  }
  say(spelling, '}');
  return spelt(scope, spelling, otherwise);
}

/** What instantiating gives, or an instance type describes. */
export function instanceOf(scope: Scope, members: readonly Member[], otherwise: string): Item {
  const exported = members.filter(({ way }) => way === 'export');
  return {
    kind: 'instance',
    text: interfaceText(scope, exported, otherwise),
    ...(exported.length === 0 ? {} : { exports: new Map(exported.map((member) => [member.name, member])) }),
  };
}

/** A component, or the type of one, whose scope was read to its end. */
export function componentOf(scope: Scope, otherwise: string): Item {
  const { members } = scope;
  return {
    kind: 'component',
    text: interfaceText(scope, members, otherwise),
    instance: instanceOf(scope, members, otherwise),
  };
}
