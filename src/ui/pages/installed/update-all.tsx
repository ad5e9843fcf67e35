import type { Installation } from '../../../ports/module-page.ts';
import type { WholeChange } from '../../../ports/sets.ts';
import { Button } from '../../components/button.tsx';
import { useServices } from '../../services.tsx';
import { useChange } from '../changes/use-change.ts';

/** Everything at once, as one change, within what was asked for. */
export function UpdateAll({ installations }: { installations: readonly Installation[] }) {
  const { engine } = useServices();
  const change = useChange();
  // What came to be hidden is updated one by one, after a yes to each.
  const shown = installations.filter(({ hidden }) => hidden.length === 0);
  const outdated = shown.filter(({ newer, isBreaking }) => newer !== undefined && !isBreaking);
  if (outdated.length === 0) return null;
  const update: WholeChange = { kind: 'update', ids: shown.map(({ id }) => id) };
  return (
    <Button
      look="primary"
      disabled={change.running}
      onClick={() =>
        change.start({
          title: 'Update what is installed?',
          plan: () => engine.planSet(update),
          apply: (agreed) => engine.changeSet(update, agreed),
          nothing: 'Everything is as new as what you asked for allows.',
        })
      }
    >
      Update all
    </Button>
  );
}
