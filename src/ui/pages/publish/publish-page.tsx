import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, type FormEvent } from 'react';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { tell } from '../../toasts.ts';
import { ExportChoice } from './export-choice.tsx';
import { FileDrop } from './file-drop.tsx';
import { nextVersionForm } from './next-version.ts';
import { DetailFields, MainFields } from './publish-fields.tsx';
import { useNameState } from './use-name-state.ts';
import { usePublishForm } from './use-publish-form.ts';
import styles from './publish-page.module.css';

const route = getRouteApi('/publish');

export function PublishPage() {
  const navigate = useNavigate();
  const { from } = route.useSearch();
  const element = useRef<HTMLFormElement>(null);

  const screen = usePublishForm((id) => {
    tell(
      'Stored on this device.',
      'It counts as published when the registry has signed a receipt for it.',
      'good',
    );
    void navigate({ to: '/m/$id', params: { id } });
  });
  const { form, set, problems, general } = screen;
  const name = useNameState(form.id);

  const restore = useAction(screen.restore);
  const resume = useEffectEvent((job: string) => void restore.run(job));
  useEffect(() => {
    if (from !== undefined) resume(from);
  }, [from]);

  const own = name?.module;
  const ownId = own?.id;
  const fillIn = useEffectEvent(() => {
    const { field } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
    if (own !== undefined) set(nextVersionForm(form, own, name?.readme ?? '', field));
  });
  useEffect(() => {
    if (ownId !== undefined) fillIn();
  }, [ownId]);

  const publishing = useAction(screen.publish, { tell: false });
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    await publishing.run();
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  }

  return (
    <Page
      title="Publish"
      intro="A release is signed with the key of this device. Once published, a version can be marked bad, but never changed or taken back."
    >
      <form ref={element} className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
        <FileDrop checked={screen.checked} choose={screen.choose} problem={problems.file} />
        {screen.report === undefined || screen.report.verdict === 'invalid' ? null : (
          <ExportChoice
            report={screen.report}
            chosen={form.exports}
            change={(exports) => set({ exports })}
            problem={problems.exports}
          />
        )}
        <MainFields
          form={form}
          set={set}
          problems={problems}
          leave={screen.leave}
          name={name?.state}
          own={own}
          owner={name?.owner}
        />
        <DetailFields form={form} set={set} problems={problems} leave={screen.leave} />
        <div className={styles.end}>
          <Button look="primary" type="submit" disabled={publishing.running} className={styles.publish}>
            Publish
          </Button>
          {Object.keys(problems).length === 0 ? null : (
            <p className={styles.hint}>Some fields need another look; they are marked.</p>
          )}
          {general === undefined ? null : (
            <p className={styles.problem} role="alert">
              {general}
            </p>
          )}
        </div>
      </form>
    </Page>
  );
}
