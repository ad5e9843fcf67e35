import { useState } from 'react';
import type { DownloadSettings as Settings } from '../../../ports/downloads.ts';
import { Button } from '../../components/button.tsx';
import { TextArea } from '../../components/field.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ValueField } from '../../components/value-field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { addressesOf, BANDWIDTHS, bandwidthWords, PARALLELS, parallelWords } from '../../text/downloads.ts';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import styles from './settings-page.module.css';

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
  return (
    <div className={styles.form}>
      <ValueField<number | undefined>
        label="Speed"
        hint="All downloads together; leaves the rest of a slow line to others."
        values={BANDWIDTHS}
        words={bandwidthWords}
        value={settings.perSecond}
        disabled={change.running}
        onChoose={(perSecond) => void change.run({ perSecond })}
      />
      <ValueField<number>
        label="Binaries"
        values={PARALLELS}
        words={parallelWords}
        value={settings.parallel}
        disabled={change.running}
        onChoose={(parallel) => void change.run({ parallel })}
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
