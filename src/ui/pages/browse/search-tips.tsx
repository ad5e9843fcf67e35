import styles from './search-tips.module.css';

/** Each an example that can be searched as it stands. */
const TIPS: readonly (readonly [example: string, meaning: string])[] = [
  ['image resize', 'every word; small typos are forgiven, and the last word may be unfinished'],
  ['"source map"', 'these words in this order'],
  ['image -png', 'without a word; a minus goes before a field as well'],
  ['tag:crypto', 'a tag'],
  ['author:"Jane Doe"', 'who made it; a did:key:… finds whose it is'],
  ['license:MIT', 'a licence, also where there is a choice'],
  ['type:tool', 'what kind of module it is'],
  ['needs:nothing', 'what a host must bring: nothing, wasi, env, js-glue or other'],
  ['version:>=2', 'the newest version'],
  ['export:encode', 'a function whose name begins like this'],
  ['export:compress(i32,i32)->i32', 'and that has these types'],
  ['export:(i32,i32)->i32', 'any function of these types'],
];

/** What may stand in the search box besides words. */
export function SearchTips({ onUse }: { onUse: (text: string) => void }) {
  return (
    <dl className={styles.tips}>
      {TIPS.map(([example, meaning]) => (
        <div key={example}>
          <dt>
            <button type="button" onClick={() => onUse(example)}>
              <code>{example}</code>
            </button>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
