import { useMemo } from 'react';
import type { ReleaseView } from '../../../core/view/module-view.ts';
import { declaredAbilities } from '../../../core/wasm/declared-abilities.ts';
import { AbilityList, HostNote } from '../../components/ability-list.tsx';
import styles from './trust-tab.module.css';

/** Where on the page it stands. */
export const CAN_DO = 'can-do';

/** What a release can do by its own signed words, before its binary is there. */
export function DeclaredAbilities({
  release,
}: {
  release: Pick<ReleaseView, 'imports' | 'wasi' | 'version'>;
}) {
  const { imports, wasi } = release;
  const abilities = useMemo(() => declaredAbilities({ imports, wasi }), [imports, wasi]);
  return (
    <section id={CAN_DO} className={styles.canDo}>
      <h2>What {release.version} can do</h2>
      <p className={styles.soft}>
        As declared in the signed release, with the imports that let it; compared with the binary itself when
        you install it.
      </p>
      <div className={styles.declared}>
        <AbilityList abilities={abilities} counted={false} />
        <HostNote abilities={abilities} />
      </div>
    </section>
  );
}
