import type { Ability } from '../../core/wasm/abilities.ts';
import { formatCount } from '../text/format.ts';
import styles from './ability-list.module.css';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What nobody can tell from a name alone: where some of it is up to a host, whose word that is. */
export function HostNote({ abilities }: { abilities: readonly Ability[] }) {
  if (!abilities.some(({ id }) => /^(?:host:|glue-|more$)/.test(id))) return null;
  return (
    <p className={styles.note}>
      The host is the program that runs the module, with its JavaScript glue. What its functions do cannot be
      read from the module.
    </p>
  );
}

/** What a module can do in plain words; behind each line the imports that let it. */
export function AbilityList({
  abilities,
  label = 'What it can do',
  counted = true,
}: {
  abilities: readonly Ability[];
  label?: string;
  /** Off where only modules are known, and not how much is imported from each. */
  counted?: boolean;
}) {
  if (abilities.every(({ id }) => id === 'nothing')) {
    return <p>Nothing outside itself: it computes with what it is given, and gives back results.</p>;
  }
  return (
    <ul className={styles.abilities} aria-label={label}>
      {abilities.map(({ id, words, imports, count }) => (
        <li key={id}>
          {imports.length === 0 ? (
            <p className={styles.plain}>{capital(words)}</p>
          ) : (
            <details>
              <summary className={styles.summary}>
                <span>{capital(words)}</span>
                {counted ? <small>{formatCount(count, 'import')}</small> : null}
              </summary>
              <ul className={styles.imports} aria-label={`Imports: ${words}`}>
                {imports.map((name) => (
                  <li key={name}>
                    <code>{name}</code>
                  </li>
                ))}
                {count > imports.length ? (
                  <li>and {formatCount(count - imports.length, 'more', 'more')}</li>
                ) : null}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
