import type { Installation } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';

export function UpdateAll({ installations }: { installations: readonly Installation[] }) {
  const { engine } = useServices();
  // What came to be hidden is updated one by one, after a yes to each.
  const outdated = installations.filter(({ newer, hidden }) => newer !== undefined && hidden.length === 0);
  const update = useAction(async () => {
    for (const { id, newer } of outdated) await engine.install(id, { version: newer });
  });
  if (outdated.length < 2) return null;
  return (
    <Button look="primary" disabled={update.running} onClick={() => void update.run()}>
      Update all {outdated.length}
    </Button>
  );
}
