import { knownImportRules, setImportRules, setNamespaceImportRules } from '../../app/import-rules.ts';
import {
  DEFAULT_IMPORT_RULES,
  type ImportRules,
  type ValidationLevel,
} from '../../core/wasm/import-rules.ts';
import type { PolicyLevel } from '../../core/wasm/policy-level.ts';
import type { KnownImportRules } from '../../ports/import-rules.ts';
import type { Context, OpenDevice } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { table } from '../output.ts';

interface Scope {
  /** In the name of the registry, as one of its admins. */
  readonly namespace?: boolean;
}

interface RulesOptions extends Scope {
  readonly level?: PolicyLevel;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly validation?: ValidationLevel;
}

async function rulesHere({ home }: Context, { device }: OpenDevice): Promise<KnownImportRules> {
  return knownImportRules(device, await home().hasIdentity());
}

function origin({ own, namespace }: KnownImportRules): string {
  if (own !== undefined) return 'set on this device';
  return namespace === undefined ? 'built in' : 'said by the admins of the registry';
}

function ruleLines({
  policy: { level = 'nothing', allow = [], deny = [] },
  validation,
}: ImportRules): string[] {
  const facts = [
    ['level', level],
    ['allow', allow.join(' ')],
    ['deny', deny.join(' ')],
    ['validation', validation],
  ];
  return table(facts.filter(([, value]) => value !== ''));
}

/** `gen imports`: what an install asks about here, and whose word that is. */
export async function showImportRules(context: Context): Promise<ExitCode> {
  const known = await rulesHere(context, await context.device());
  context.out.result(known, () => [...ruleLines(known.effective), `from        ${origin(known)}`]);
  return EXIT.ok;
}

/** What no option names stays as it is. */
function changed(
  { policy, validation }: ImportRules,
  { level = policy.level, allow, deny, ...asked }: RulesOptions,
): ImportRules {
  return {
    policy: {
      level,
      allow: allow.length > 0 ? allow : (policy.allow ?? []),
      deny: deny.length > 0 ? deny : (policy.deny ?? []),
    },
    validation: asked.validation ?? validation,
  };
}

/** `gen imports set`. */
export async function changeImportRules(context: Context, options: RulesOptions): Promise<ExitCode> {
  const opened = await context.device();
  const known = await rulesHere(context, opened);
  const before = options.namespace === true ? known.namespace : known.effective;
  const rules = changed(before ?? DEFAULT_IMPORT_RULES, options);
  if (options.namespace === true) await setNamespaceImportRules(opened.device, rules);
  else await setImportRules(opened.device, rules);
  return said(context, rules, options);
}

/** `gen imports reset`: back to what the admins say, or to what is built in. */
export async function resetImportRules(context: Context, scope: Scope): Promise<ExitCode> {
  const { device } = await context.device();
  if (scope.namespace === true) await setNamespaceImportRules(device, undefined);
  else await setImportRules(device, undefined);
  return said(context, undefined, scope);
}

function said({ out }: Context, rules: ImportRules | undefined, { namespace = false }: Scope): ExitCode {
  out.result({ namespace, rules }, () => [
    ...(rules === undefined ? ['Import rules taken back'] : ruleLines(rules)),
    ...(namespace ? ['In the name of the registry, for every device that has none of its own'] : []),
  ]);
  return EXIT.ok;
}
