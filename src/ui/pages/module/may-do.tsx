import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ModuleId } from '../../../core/ids.ts';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import { abilityDifference, type Ability } from '../../../core/wasm/abilities.ts';
import { declaredAbilities } from '../../../core/wasm/declared-abilities.ts';
import { CAN_DO } from './declared-abilities.tsx';
import styles from './install-control.module.css';

type Declared = Pick<ReleaseView, 'version' | 'imports' | 'wasi'>;

interface MayDoProps {
  readonly id: ModuleId;
  readonly offered: Declared;
  /** What it would take the place of. */
  readonly installed: Declared | undefined;
}

/** More than this many are cut short: those that reach out come first, and the Trust tab has them all. */
const SHOWN = 8;

interface WordsProps {
  readonly id: ModuleId;
  readonly heading: string;
  readonly abilities: readonly Ability[];
}

function Words({ id, heading, abilities }: WordsProps) {
  const left = abilities.length - SHOWN;
  return (
    <div className={styles.mayDo}>
      <h2>{heading}</h2>
      <ul>
        {abilities.slice(0, SHOWN).map((ability) => (
          <li key={ability.id}>{ability.words}</li>
        ))}
      </ul>
      <Link to="/m/$id" params={{ id }} search={{ tab: 'trust' }} hash={CAN_DO} className={styles.details}>
        {left > 0 ? `and ${left} more, with their imports` : 'See the imports behind it'}
      </Link>
    </div>
  );
}

/** What `Install` lets in, as the signed release declares it; of an update what is new. */
export function MayDo({ id, offered, installed }: MayDoProps) {
  const { news, all } = useMemo(() => {
    const abilities = declaredAbilities(offered);
    const declared = installed === undefined ? [] : declaredAbilities(installed);
    // What neither release has room to name may differ.
    const before = declared.filter(({ id }) => id !== 'unnamed');
    return { all: abilities, news: abilityDifference(before, abilities).added };
  }, [offered, installed]);
  if (installed === undefined) {
    return all.every((ability) => ability.id === 'nothing') ? (
      <p className={styles.soft}>It asks for nothing: it computes with what it is given.</p>
    ) : (
      <Words id={id} heading="What it can do" abilities={all} />
    );
  }
  if (news.length === 0)
    return <p className={styles.soft}>{offered.version} declares no new kind of access.</p>;
  return <Words id={id} heading={`New in ${offered.version}`} abilities={news} />;
}
