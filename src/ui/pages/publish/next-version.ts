import semver from 'semver';
import type { ModuleView } from '../../../core/view/module-view.ts';
import { EMPTY_FORM, type PublishForm } from './form.ts';

/**
 * The next version of a module that is yours, in one step: what the last one said, wherever nothing was typed yet.
 *
 * @param readme the text of the last readme, if it could be read.
 * @param busy   the field that somebody is in: what they type next would be added to what is filled in.
 */
export function nextVersionForm(
  typed: PublishForm,
  module: ModuleView,
  readme: string,
  busy?: string,
): PublishForm {
  const newest = module.releases[0];
  const needed = newest?.dependencies ?? [];
  const known: Partial<PublishForm> = {
    name: module.name,
    description: module.description,
    version: newest === undefined ? '1.0.0' : (semver.inc(newest.version, 'patch') ?? ''),
    tags: module.tags.join(', '),
    licence: module.licence,
    readme,
    author: module.author ?? '',
    homepage: module.homepage ?? '',
    repository: module.repository ?? '',
  };
  const untouched = typed.name === '' && typed.description === '' && typed.type === EMPTY_FORM.type;
  const filled = Object.fromEntries(
    Object.entries(known).filter(([field]) => field !== busy && typed[field as keyof PublishForm] === ''),
  );
  return {
    ...typed,
    ...filled,
    ...(untouched ? { type: module.type } : {}),
    exports: typed.exports ?? newest?.exports.map(({ name }) => name),
    dependencies: typed.dependencies.length > 0 || needed.length === 0 ? typed.dependencies : needed,
  };
}
