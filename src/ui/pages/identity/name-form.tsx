import { useId, useState, type FormEvent } from 'react';
import type { Did } from '../../../core/ids.ts';
import type { Person } from '../../../ports/module-page.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { TextField } from '../../components/field.tsx';
import { PersonName, ProvedDomain } from '../../components/person-name.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { useQuery } from '../../hooks/use-query.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import styles from './identity-page.module.css';

/** What this person is called, as it stands and to be changed. */
export function NameForm({ did }: { did: Did }) {
  const heading = useId();
  const { value, loading } = useQuery(`profile ${did}`, (engine) => engine.profile(did), {
    topics: ['people', 'identity'],
  });
  return (
    <section className={styles.name} aria-labelledby={heading}>
      <h2 id={heading}>Your name</h2>
      {loading ? (
        <Skeleton label="Loading your name" />
      ) : (
        <Form key={value?.time} did={did} profile={value} />
      )}
    </section>
  );
}

function Form({ did, profile }: { did: Did; profile: Person | undefined }) {
  const { engine } = useServices();
  const [name, setName] = useState(profile?.name ?? '');
  const [domain, setDomain] = useState(profile?.domain ?? '');
  const save = useAction(() => engine.setProfile({ name, domain }), { tell: false });
  const field = save.error?.data['field'];
  const refusal = save.error === undefined ? undefined : sentenceFor(save.error);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!(await save.run())) return;
    tell('Your name is stored on this device.', 'Others see it once the registry has it.', 'good');
  }

  return (
    <form className={styles.form} noValidate onSubmit={(event) => void submit(event)}>
      <p className={styles.soft}>
        {profile === undefined ? (
          'Others see it beside your identity, never instead of it: anybody can choose any name.'
        ) : (
          <>
            You are <PersonName name={profile.name} />
            <ProvedDomain person={profile} />
            {profile.pending ? '; it is not with the registry yet.' : '.'}
          </>
        )}
      </p>
      <TextField
        label="Display name"
        autoComplete="name"
        value={name}
        onChange={({ target }) => setName(target.value)}
        error={field === 'domain' ? undefined : refusal}
      />
      <TextField
        label="Domain"
        inputMode="url"
        spellCheck={false}
        value={domain}
        onChange={({ target }) => setDomain(target.value)}
        error={field === 'domain' ? refusal : undefined}
        hint="Optional: one that is yours, such as acme.io. It is shown once it names you."
      />
      {profile?.domain === undefined || profile.proof !== undefined ? null : (
        <DomainTask did={did} domain={profile.domain} />
      )}
      <Button type="submit" disabled={save.running}>
        Save name
      </Button>
    </form>
  );
}

/** What is left to do before others see the domain. */
function DomainTask({ did, domain }: { did: Did; domain: string }) {
  const content = JSON.stringify({ publishers: [did] });
  return (
    <div className={styles.task}>
      <p className={styles.soft}>
        {domain} is not proved yet. Put this at <code>https://{domain}/.well-known/gen-registry.json</code>:
      </p>
      <p className={styles.file}>
        <code>{content}</code>
        <CopyButton text={content} label="Copy the content of the file" />
      </p>
    </div>
  );
}
