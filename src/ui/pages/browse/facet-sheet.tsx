import type { SearchResult } from '../../../ports/search.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import type { BrowseSearch, SearchChange } from '../../search-params.ts';
import { formatCount } from '../../text/format.ts';
import { NOTHING_CHOSEN, chosenFilters } from './chosen-filters.ts';
import { Facets } from './facets.tsx';
import styles from './facet-sheet.module.css';

interface FacetSheetProps {
  readonly search: BrowseSearch;
  readonly result: SearchResult;
  readonly change: (changed: SearchChange) => void;
  readonly close: () => void;
}

/** The filters over the results, where there is no room beside them. What is ticked counts at once. */
export function FacetSheet({ search, result, change, close }: FacetSheetProps) {
  return (
    <Dialog title="Filters" close={close}>
      <Facets search={search} result={result} change={change} />
      <div className={styles.actions}>
        <Button look="primary" onClick={close}>
          Show {formatCount(result.total, 'module')}
        </Button>
        {chosenFilters(search).length === 0 ? null : (
          <Button look="quiet" onClick={() => change({ ...NOTHING_CHOSEN, q: search.q })}>
            Clear all
          </Button>
        )}
      </div>
    </Dialog>
  );
}
