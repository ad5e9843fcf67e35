import { useEffect, useRef, useState, type FormEvent, type RefObject } from 'react';
import { VALIDATION_LEVELS, type ImportRules } from '../../../core/wasm/import-rules.ts';
import { POLICY_LEVELS } from '../../../core/wasm/policy-level.ts';
import { Button } from '../../components/button.tsx';
import { Choices } from '../../components/choices.tsx';
import { TextArea } from '../../components/field.tsx';
import { useAction } from '../../hooks/use-action.ts';
import { sentenceFor } from '../../text/errors.ts';
import { tell } from '../../toasts.ts';
import { LEVEL_WORDS, patternsOf, VALIDATION_WORDS } from './rules-in-words.ts';
import styles from './settings-page.module.css';

interface ImportRulesFormProps {
  readonly label: string;
  readonly start: ImportRules;
  readonly save: (rules: ImportRules) => Promise<void>;
  /** What is told when they are. */
  readonly saved: string;
  /** Gets the focus when they are: the form begins anew then. */
  readonly result: RefObject<HTMLElement | null>;
  readonly reset: { readonly label: string; readonly act: () => Promise<void> } | undefined;
}

/** The one thing that can be wrong with patterns: everything else is a name that something may have. */
const TOO_MUCH = 'At most 1,000 lines, of up to 256 characters each.';

export function ImportRulesForm({ label, start, save, saved, result, reset }: ImportRulesFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [level, setLevel] = useState(start.policy.level ?? 'nothing');
  const [allow, setAllow] = useState((start.policy.allow ?? []).join('\n'));
  const [deny, setDeny] = useState((start.policy.deny ?? []).join('\n'));
  const [validation, setValidation] = useState(start.validation);
  const saving = useAction(
    () => save({ policy: { level, allow: patternsOf(allow), deny: patternsOf(deny) }, validation }),
    { tell: false },
  );
  const resetting = useAction(async () => reset?.act());
  const wrong = saving.error?.reason === 'policy' ? String(saving.error.data['text']) : '';
  const problemOf = (field: 'allow' | 'deny') => (wrong.startsWith(field) ? TOO_MUCH : undefined);
  const busy = saving.running || resetting.running;

  useEffect(() => {
    if (saving.error !== undefined)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [saving.error]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!(await saving.run())) return;
    result.current?.focus();
    tell(saved, '', 'good');
  }

  async function takeBack(): Promise<void> {
    if (await resetting.run()) result.current?.focus();
  }

  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <Choices
        legend="Take without asking"
        choices={POLICY_LEVELS.map((value) => ({ value, ...LEVEL_WORDS[value] }))}
        value={level}
        onChoose={setLevel}
      />
      <div className={styles.patterns}>
        <TextArea
          label="Also these imports"
          rows={3}
          spellCheck={false}
          autoCapitalize="none"
          placeholder="env.log"
          value={allow}
          onChange={({ target }) => setAllow(target.value)}
          error={problemOf('allow')}
          hint="One a line: module, or module.name; * stands for any text."
        />
        <TextArea
          label="But not these"
          rows={3}
          spellCheck={false}
          autoCapitalize="none"
          placeholder="*.sock_*"
          value={deny}
          onChange={({ target }) => setDeny(target.value)}
          error={problemOf('deny')}
          hint="Written the same way. They are outside the rules, whatever else admits them."
        />
      </div>
      <Choices
        legend="When a module asks for anything else"
        choices={VALIDATION_LEVELS.map((value) => ({ value, ...VALIDATION_WORDS[value] }))}
        value={validation}
        onChoose={setValidation}
      />
      {saving.error === undefined ? null : (
        <p role="alert" className={styles.problem}>
          {wrong === '' ? sentenceFor(saving.error) : 'Nothing was saved: what is marked above is too much.'}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" type="submit" disabled={busy}>
          Save
        </Button>
        {reset === undefined ? null : (
          <Button disabled={busy} onClick={() => void takeBack()}>
            {reset.label}
          </Button>
        )}
      </div>
    </form>
  );
}
