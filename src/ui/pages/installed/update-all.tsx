import type { Installation } from '../../../ports/engine.ts';
import { Button } from '../../components/button.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';

export function UpdateAll({ installations }: { installations: readonly Installation[] }) {
  const { engine } = useServices();
  const outdated = installations.filter(({ newer }) => newer !== undefined);
  const update = useAction(async () => {
    for (const { id, newer } of outdated) await engine.install(id, newer);
  });
  if (outdated.length < 2) return null;
  return (
    <Button look="primary" disabled={update.running} onClick={() => void update.run()}>
      Update all {outdated.length}
    </Button>
  );
}
