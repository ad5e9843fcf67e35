import type { Installation } from '../../../ports/module-page.ts';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import styles from './installed-page.module.css';

/** Whether a module is updated by itself within what was asked for of it. */
export function AutoUpdate({ installation }: { installation: Installation }) {
  const { engine } = useServices();
  const { id, name, wish } = installation;
  const change = useAction((on: boolean) => engine.setAuto(id, on));
  if (wish === undefined) return null;
  return (
    <label className={styles.auto} title={`Within ${wish.range}; what asks for more waits for your yes`}>
      <input
        type="checkbox"
        checked={wish.auto}
        disabled={change.running}
        aria-label={`Update ${name} by itself within ${wish.range}`}
        onChange={({ target }) => void change.run(target.checked)}
      />
      updates by itself within <code>{wish.range}</code>
    </label>
  );
}
