import type { Incompatibility } from './incompatibility.ts';
import type { Versions } from './versions.ts';
import { factWords } from './words.ts';

interface Derived {
  readonly left: Incompatibility;
  readonly right: Incompatibility;
}

function derivedFrom({ cause }: Incompatibility): Derived | undefined {
  return cause.kind === 'derived' ? cause : undefined;
}

function countUses(root: Incompatibility): ReadonlyMap<Incompatibility, number> {
  const uses = new Map<Incompatibility, number>();
  const open = [root];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const before = uses.get(one) ?? 0;
    uses.set(one, before + 1);
    const derived = derivedFrom(one);
    if (before === 0 && derived !== undefined) open.push(derived.left, derived.right);
  }
  return uses;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/**
 * The derivation of an incompatibility as sentences, each of which follows from those before it; the last one says that nothing
 * fits. What is used again later is numbered, `(1)`. After the error report in the solver document of Dart's pub.
 */
export function tellDerivation(root: Incompatibility, versions: (id: string) => Versions): readonly string[] {
  const uses = countUses(root);
  const numbers = new Map<Incompatibility, number>();
  const lines: string[] = [];
  const words = (fact: Incompatibility): string => {
    const number = numbers.get(fact);
    return number === undefined ? factWords(fact, versions) : `${factWords(fact, versions)} (${number})`;
  };

  function write(fact: Incompatibility, text: string, isUsedAgain = false): void {
    const therefore =
      fact === root && derivedFrom(fact) !== undefined
        ? 'what you ask for cannot be had'
        : factWords(fact, versions);
    const isNumbered = isUsedAgain || (uses.get(fact) ?? 0) > 1;
    if (isNumbered) numbers.set(fact, numbers.size + 1);
    lines.push(sentence(`${text}, ${therefore}${isNumbered ? ` (${numbers.get(fact)})` : ''}`));
  }

  const isOneLine = (fact: Incompatibility): boolean => {
    const derived = derivedFrom(fact);
    return (
      derived !== undefined &&
      derivedFrom(derived.left) === undefined &&
      derivedFrom(derived.right) === undefined
    );
  };

  function both(
    fact: Incompatibility,
    left: Incompatibility,
    right: Incompatibility,
    isUsedAgain: boolean,
  ): void {
    const [isKnown, isOther] = [numbers.has(left), numbers.has(right)];
    if (isKnown && isOther) write(fact, `because ${words(left)} and ${words(right)}`, isUsedAgain);
    else if (isKnown || isOther) {
      const [known, fresh] = isKnown ? [left, right] : [right, left];
      tell(fresh);
      write(fact, `and because ${words(known)}`, isUsedAgain);
    } else if (isOneLine(left) || isOneLine(right)) {
      const [long, short] = isOneLine(left) ? [right, left] : [left, right];
      tell(long);
      tell(short);
      write(fact, 'so', isUsedAgain);
    } else {
      tell(left, true);
      tell(right);
      write(fact, `and because ${words(left)}`, isUsedAgain);
    }
  }

  function oneOf(
    fact: Incompatibility,
    derived: Incompatibility,
    known: Incompatibility,
    isUsedAgain: boolean,
  ): void {
    const inner = derivedFrom(derived);
    if (numbers.has(derived)) {
      write(fact, `because ${words(known)} and ${words(derived)}`, isUsedAgain);
      return;
    }
    // A step between two that nobody needs to see.
    const deeper = inner && [inner.left, inner.right].find((one) => derivedFrom(one) !== undefined);
    const beside = inner && (inner.left === deeper ? inner.right : inner.left);
    if (
      deeper !== undefined &&
      beside !== undefined &&
      derivedFrom(beside) === undefined &&
      uses.get(derived) === 1 &&
      !numbers.has(deeper)
    ) {
      tell(deeper);
      write(fact, `and because ${words(beside)} and ${words(known)}`, isUsedAgain);
      return;
    }
    tell(derived);
    write(fact, `and because ${words(known)}`, isUsedAgain);
  }

  function tell(fact: Incompatibility, isUsedAgain = false): void {
    const derived = derivedFrom(fact);
    if (derived === undefined) return;
    const { left, right } = derived;
    const [isLeft, isRight] = [derivedFrom(left) !== undefined, derivedFrom(right) !== undefined];
    if (isLeft && isRight) both(fact, left, right, isUsedAgain);
    else if (isLeft) oneOf(fact, left, right, isUsedAgain);
    else if (isRight) oneOf(fact, right, left, isUsedAgain);
    else write(fact, `because ${words(left)} and ${words(right)}`, isUsedAgain);
  }

  if (derivedFrom(root) === undefined) return [sentence(factWords(root, versions))];
  tell(root);
  return lines;
}
