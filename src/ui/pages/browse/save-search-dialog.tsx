import { useState, type FormEvent } from 'react';
import type { SavedSearch } from '../../../ports/search.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useSavedSearches } from '../../hooks/use-saved-searches.ts';
import { addressOf, type BrowseSearch } from '../../search-params.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import { nameProblem, suggestedName, takenName } from './saved-name.ts';
import styles from './save-search-dialog.module.css';

interface SaveSearchDialogProps {
  readonly search: BrowseSearch;
  /** It gets another name. */
  readonly renamed?: SavedSearch | undefined;
  readonly close: () => void;
}

/** Keeps a search on this device under a name. */
export function SaveSearchDialog({ search, renamed, close }: SaveSearchDialogProps) {
  const { engine } = useServices();
  const searches = useSavedSearches();
  const address = addressOf(search);
  const known = renamed ?? searches.find((saved) => saved.address === address);
  const [typed, setTyped] = useState<string>();
  const name = typed ?? known?.name ?? suggestedName(search);
  const tooLong = nameProblem(name);
  const saving = useAction(
    async () => {
      await engine.saveSearch({ name, address });
      if (renamed !== undefined && renamed.name !== name.trim()) await engine.removeSearch(renamed.id);
    },
    { tell: false },
  );

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (tooLong !== undefined || !(await saving.run())) return;
    close();
    const done = renamed === undefined ? 'Saved as' : 'Renamed to';
    tell(`${done} “${name.trim()}”.`, 'It stands on the start page.', 'good');
  }

  return (
    <Dialog title={renamed === undefined ? 'Save this search' : 'Rename this search'} close={close}>
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label="Name"
          value={name}
          onChange={({ target }) => {
            setTyped(target.value);
            saving.reset();
          }}
          error={tooLong ?? (saving.error === undefined ? undefined : sentenceFor(saving.error))}
          hint={takenName(name, searches, known) ?? 'It stays on this device; nobody else sees it.'}
        />
        <div className={styles.actions}>
          <Button look="primary" type="submit" disabled={saving.running || tooLong !== undefined}>
            Save
          </Button>
          <Button onClick={close}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
