import { isFiltered } from '../../search-params.ts';
import { searchSentences } from '../../text/search-problems.ts';
import type { Listed } from './use-cards.ts';
import styles from './module-list.module.css';

/** What of a search could not be read as it stands. */
export function ProblemLine({ listed: { search, result } }: { listed: Listed }) {
  const { q: text = '', ...chosen } = search;
  const { problems, total } = result;
  const sentences = searchSentences({ text, problems, total, isNarrowed: isFiltered(chosen) });
  if (sentences.length === 0) return null;
  return (
    <ul className={styles.problems} aria-label="About this search">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
