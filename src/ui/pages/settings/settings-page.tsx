import { useRef } from 'react';
import { ErrorNotice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { CatalogueSettings } from './catalogue-settings.tsx';
import { CleanUpSettings } from './clean-up-settings.tsx';
import { CycleSettings } from './cycle-settings.tsx';
import { DownloadSettings } from './download-settings.tsx';
import { ImportRulesForm } from './import-rules-form.tsx';
import { rulesInWords } from './rules-in-words.ts';
import styles from './settings-page.module.css';

/** What is chosen on this device; for admins also what they say for everybody. */
export function SettingsPage() {
  const { engine } = useServices();
  const { value, error, again } = useQuery('import-rules', (asked) => asked.importRules(), {
    topics: ['import-rules', 'identity', 'connection'],
  });
  const said = useRef<HTMLParagraphElement>(null);
  const saidForAll = useRef<HTMLParagraphElement>(null);
  const own = value?.own;
  const namespace = value?.namespace;
  return (
    <Page title="Settings" intro="What you choose here stays on this device.">
      <section className={styles.section}>
        <h2>What modules may ask for</h2>
        <p className={styles.soft}>
          A module can do nothing by itself: whatever it does to the world goes through the functions that it
          imports. These rules say which of them you take without being asked. They are read when something is
          installed or updated.
        </p>
        {error === undefined ? null : <ErrorNotice error={error} again={again} />}
        {value === undefined && error === undefined ? <Skeleton label="Loading the import rules" /> : null}
        {value === undefined ? null : (
          <>
            <p ref={said} tabIndex={-1} className={styles.inForce}>
              <strong>In force here:</strong> {rulesInWords(value.effective)}{' '}
              <span className={styles.soft}>
                {own !== undefined
                  ? 'Chosen by you.'
                  : namespace !== undefined
                    ? 'Said by an admin of this registry.'
                    : 'As the app comes.'}
              </span>
            </p>
            <ImportRulesForm
              key={JSON.stringify([value.effective, own !== undefined])}
              label="Import rules of this device"
              start={value.effective}
              save={(rules) => engine.setImportRules(rules)}
              result={said}
              saved="Your import rules are saved."
              reset={
                own === undefined
                  ? undefined
                  : {
                      label: namespace === undefined ? 'Back to the app’s own' : 'Back to the registry’s',
                      act: () => engine.setImportRules(undefined),
                    }
              }
            />
          </>
        )}
      </section>
      {value?.isAdmin === true ? (
        <section className={styles.section}>
          <h2>For everybody in this registry</h2>
          <p className={styles.soft}>
            You are an admin. What you say here is signed and public. It counts on every device that has no
            rules of its own; where it is strict, the registry takes no release that imports anything else.
          </p>
          <p ref={saidForAll} tabIndex={-1} className={styles.inForce}>
            <strong>Said now:</strong> {namespace === undefined ? 'nothing.' : rulesInWords(namespace)}
          </p>
          <ImportRulesForm
            key={JSON.stringify(namespace ?? null)}
            label="Import rules of this registry"
            start={namespace ?? value.effective}
            save={(rules) => engine.setNamespaceImportRules(rules)}
            result={saidForAll}
            saved="The registry’s import rules are signed and sent."
            reset={
              namespace === undefined
                ? undefined
                : { label: 'Take them back', act: () => engine.setNamespaceImportRules(undefined) }
            }
          />
        </section>
      ) : null}
      <CycleSettings />
      <DownloadSettings />
      <CleanUpSettings />
      <section className={styles.section}>
        <h2>Catalogue</h2>
        <p className={styles.soft}>
          Every module of the registry has an entry on this device, so that search works without a network. An
          entry is no evidence: what you open or install is verified by its own records.
        </p>
        <CatalogueSettings />
      </section>
    </Page>
  );
}
