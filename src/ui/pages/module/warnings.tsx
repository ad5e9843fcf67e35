import type { ModuleView } from '../../../core/view/module-view.ts';
import styles from './warnings.module.css';

function warningsOf(module: ModuleView): string[] {
  const newest = module.releases[0];
  return [
    module.contested
      ? 'Two grants name two owners for this id. Neither can be believed until whoever runs the registry settles it.'
      : '',
    module.status === 'unregistered'
      ? 'Its owner has withdrawn this module. What is installed stays; nobody can install it anew.'
      : '',
    module.status === 'deprecated' ? 'Its publisher advises against using this module any more.' : '',
    newest?.contradiction === true
      ? `Two different binaries are published as ${newest.version}. Neither is installed anew; see Trust.`
      : '',
    newest?.yanked === undefined
      ? ''
      : `Version ${newest.version} was yanked: ${newest.yanked.reason || 'no reason given'}.`,
    newest?.deprecated === undefined
      ? ''
      : `Version ${newest.version} is deprecated: ${newest.deprecated.reason || 'no reason given'}.`,
  ].filter((warning) => warning !== '');
}

export function Warnings({ module }: { module: ModuleView }) {
  const warnings = warningsOf(module);
  if (warnings.length === 0) return null;
  return (
    <div className={styles.warnings} role="note">
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </div>
  );
}
