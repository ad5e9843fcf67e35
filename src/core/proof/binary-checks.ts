import type { Body } from '../record/kinds.ts';
import type { BinaryFacts } from './binary-facts.ts';
import type { Claim, ProofCheck } from './proof.ts';

const MOST_IMPORTS = 500;
const LONGEST_NAME = 100;
/** A release names this many modules at most, and cuts none shorter than that. */
const MOST_NAMED = 64;
const SHORTEST_CUT = 60;

/** Names come from the binary: of any length, with any character. */
function shown(text: string): string {
  const characters = [...text.replace(/\p{C}/gu, '\u{FFFD}')];
  if (characters.length <= LONGEST_NAME) return characters.join('');
  return `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

function isNamed(module: string, { imports }: Body<'release'>): boolean {
  if (imports.length >= MOST_NAMED) return true;
  return imports.some((name) => name === module || (name.length >= SHORTEST_CUT && module.startsWith(name)));
}

function agreement(
  name: 'digest' | 'size',
  signed: string | number,
  claimed: string | number,
  found: string | number | undefined,
): ProofCheck {
  const others = found === undefined || found === signed ? [] : [String(found)];
  const ok = signed === claimed && others.length === 0;
  return { name, ok, detail: [[String(signed), ...others]] };
}

/** Without a release nothing says what the binary has to be. */
export function binaryChecks(
  claim: Claim,
  release: Body<'release'> | undefined,
  binary: BinaryFacts | undefined,
): ProofCheck[] {
  const checks: ProofCheck[] =
    release === undefined
      ? [
          { name: 'digest', ok: false, detail: [] },
          { name: 'size', ok: false, detail: [] },
        ]
      : [
          agreement('digest', release.sha256, claim.sha256, binary?.sha256),
          agreement('size', release.size, claim.size, binary?.size),
        ];
  if (binary === undefined) return checks;
  const { structure, imports } = binary;
  const isWhole = 'layer' in structure;
  checks.push({ name: 'structure', ok: isWhole, detail: [[isWhole ? structure.layer : structure.fault]] });
  const rows = imports
    .slice(0, MOST_IMPORTS)
    .map(({ module, name, kind }) => [shown(module), shown(name), kind]);
  if (imports.length > MOST_IMPORTS) rows.push(['…', String(imports.length - MOST_IMPORTS)]);
  const allNamed = release !== undefined && imports.every(({ module }) => isNamed(module, release));
  checks.push({ name: 'imports', ok: isWhole && allNamed, detail: rows });
  return checks;
}
