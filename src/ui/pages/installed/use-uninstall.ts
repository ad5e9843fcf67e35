import type { Installation } from '../../../ports/module-page.ts';
import { useAction, type Action } from '../../hooks/use-action.ts';
import { useServices } from '../../services.tsx';
import { toasts } from '../../toasts.ts';

/** Uninstalls, and offers for a while to bring all of it back as it was. */
export function useUninstall(): Action<[Pick<Installation, 'id' | 'name' | 'version'>]> {
  const { engine } = useServices();
  const undo = useAction((state: number) => engine.undo(state));
  return useAction(async ({ id, name, version }) => {
    const state = await engine.uninstall(id);
    const toast = toasts.add({
      title: `${name} ${version} is uninstalled.`,
      timeout: 10_000,
      actionProps: {
        children: 'Undo',
        onClick: () => {
          toasts.close(toast);
          void undo.run(state);
        },
      },
    });
  });
}
