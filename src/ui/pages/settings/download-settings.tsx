import { useState } from 'react';
import type { DownloadSettings as Settings } from '../../../ports/downloads.ts';
import { Button } from '../../components/button.tsx';
import { SelectField, TextArea } from '../../components/field.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { addressesOf, BANDWIDTHS, bandwidthWords, PARALLELS, parallelWords } from '../../text/downloads.ts';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import styles from './settings-page.module.css';

/** With what is set, where that is none of what is offered. */
function offered<Value>(values: readonly Value[], set: Value): readonly Value[] {
  return values.includes(set) ? values : [...values, set];
}

function Form({ settings, again }: { readonly settings: Settings; readonly again: () => void }) {
  const { engine } = useServices();
  const [relays, setRelays] = useState(settings.relays.join('\n'));
  const change = useAction(async (next: Partial<Settings>) => {
    await engine.setDownloadSettings({ ...settings, ...next });
    again();
  });
  const save = useAction(
    async () => {
      await engine.setDownloadSettings({ ...settings, relays: addressesOf(relays) });
      again();
      tell('The further relays are saved.', '', 'good');
    },
    { tell: false },
  );
  const bandwidths = offered<number | undefined>(BANDWIDTHS, settings.perSecond);
  const parallels = offered<number>(PARALLELS, settings.parallel);
  return (
    <div className={styles.form}>
      <SelectField
        label="Speed"
        hint="All downloads together; leaves the rest of a slow line to others."
        options={bandwidths.map(bandwidthWords)}
        value={bandwidthWords(settings.perSecond)}
        disabled={change.running}
        onChange={({ target }) => void change.run({ perSecond: bandwidths[target.selectedIndex] })}
      />
      <SelectField
        label="Binaries"
        options={parallels.map(parallelWords)}
        value={parallelWords(settings.parallel)}
        disabled={change.running}
        onChange={({ target }) => void change.run({ parallel: parallels[target.selectedIndex] ?? 1 })}
      />
      <form
        className={styles.addresses}
        aria-label="Further relays"
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <TextArea
          label="Further relays"
          rows={2}
          spellCheck={false}
          autoCapitalize="none"
          placeholder="https://relay.example"
          value={relays}
          onChange={({ target }) => setRelays(target.value)}
          error={save.error === undefined ? undefined : sentenceFor(save.error)}
          hint="One address a line. They are asked for binaries when your own relay is out of reach, lacks one, or sends a wrong one. A binary is what its hash says, whoever sends it."
        />
        <div className={styles.actions}>
          <Button type="submit" disabled={save.running || relays === settings.relays.join('\n')}>
            Save relays
          </Button>
        </div>
      </form>
    </div>
  );
}

/** How binaries are fetched. It counts for what is fetched next. */
export function DownloadSettings() {
  const { value, error, again } = useQuery('download-settings', (asked) => asked.downloadSettings(), {
    topics: [],
  });
  return (
    <section className={styles.section}>
      <h2>Downloads</h2>
      <p className={styles.soft}>
        What breaks off goes on where it broke, and no byte is fetched twice. A change here counts for what is
        fetched next.
      </p>
      {value === undefined && error === undefined ? (
        <Skeleton label="Loading how binaries are fetched" />
      ) : null}
      {error === undefined ? null : <ErrorNotice error={error} again={again} />}
      {value === undefined ? null : <Form key={value.relays.join(' ')} settings={value} again={again} />}
    </section>
  );
}
