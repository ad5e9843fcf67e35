import { expect, test, vi } from 'vitest';
import frozen from './ed25519-vectors.json' with { type: 'json' };
import { verdictsOn } from './ed25519-verdicts.ts';

/**
 * Some engines believe small orders (Chromium's) and others do not (Node's), so by Node's engine alone nobody would see that a rule is gone.
 */

/** What takes arithmetic on the curve; all else is refused without it (docs/FORMAT.md, section 1). */
const FOR_THE_ENGINE = new Set<string | undefined>([undefined, 'equation', 'key not on the curve']);

test('below an engine that believes everything, the rules still refuse all that they name, and nothing more', async () => {
  vi.spyOn(crypto.subtle, 'importKey').mockResolvedValue({} as CryptoKey);
  vi.spyOn(crypto.subtle, 'verify').mockResolvedValue(true);

  const verdicts = await verdictsOn(frozen.vectors);

  const titled = (verdictOf: (index: number) => boolean | undefined) =>
    frozen.vectors.map(({ rule, name }, index) => [`${rule}: ${name}`, verdictOf(index)]);
  expect(titled((index) => verdicts[index])).toEqual(
    titled((index) => FOR_THE_ENGINE.has(frozen.vectors[index]?.reason)),
  );
});
