import type { Installation } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { useServices } from '../../services.tsx';
import { updateChange } from '../changes/update-change.ts';
import { useChange } from '../changes/use-change.ts';

/** Everything at once, as one change, within what was asked for. */
export function UpdateAll({ installations }: { installations: readonly Installation[] }) {
  const { engine } = useServices();
  const change = useChange();
  // What came to be hidden is updated one by one, after a yes to each.
  const shown = installations.filter(({ hidden }) => hidden.length === 0);
  const outdated = shown.filter(({ newer, isBreaking }) => newer !== undefined && !isBreaking);
  if (outdated.length === 0) return null;
  return (
    <Button
      look="primary"
      disabled={change.running}
      onClick={() =>
        change.start(
          updateChange({
            engine,
            ids: shown.map(({ id }) => id),
            title: 'Update what is installed?',
            nothing: 'Everything is as new as what you asked for allows.',
          }),
        )
      }
    >
      Update all
    </Button>
  );
}
