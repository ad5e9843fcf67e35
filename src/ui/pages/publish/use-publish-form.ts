import { useEffect, useState } from 'react';
import { toGenError } from '../../../core/errors.ts';
import type { HandedFile } from '../../handed-file.ts';
import { useCheckedFile } from '../../hooks/use-examination.ts';
import { keepStorageOnce } from '../../keep-storage.ts';
import { useServices } from '../../services.tsx';
import { sentenceFor } from '../../text/errors.ts';
import {
  EMPTY_FORM,
  fromDraft,
  problemFrom,
  problemsOf,
  toDraft,
  type Field,
  type Problems,
  type PublishForm,
} from './form.ts';
import { keepForm, keptForm } from './kept-form.ts';
import { offerable, offerOf } from './offer.ts';

function without(fields: readonly string[]): (problems: Problems) => Problems {
  return (problems) =>
    Object.fromEntries(Object.entries(problems).filter(([field]) => !fields.includes(field)));
}

/** Everything the publish screen holds: what was typed, the file with its report, and what is wrong with them. */
export function usePublishForm(onPublished: (id: string) => void) {
  const { engine } = useServices();
  const [form, setForm] = useState(keptForm);
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Problems>({});
  const [general, setGeneral] = useState<string>();
  const checked = useCheckedFile();

  useEffect(() => keepForm(form), [form]);

  function set(changes: Partial<PublishForm>): void {
    // What is filled in by itself must not take the reason away that a field was refused for.
    const changed = Object.keys(changes).filter(
      (field) => changes[field as keyof PublishForm] !== form[field as keyof PublishForm],
    );
    if (changed.length === 0) return;
    setForm((before) => ({ ...before, ...changes }));
    setRefused(without(changed));
    setGeneral(undefined);
  }

  function choose(handed: HandedFile): void {
    setRefused(without(['file', 'exports']));
    checked.choose(handed);
  }

  async function restore(job: string): Promise<void> {
    const { draft, binary } = await engine.draft(job);
    setForm(fromDraft(draft));
    choose({ file: new File([binary], `${draft.id}.wasm`, { type: 'application/wasm' }) });
  }

  function leave(field: Field): void {
    setLeft((before) => new Set([...before, field]));
  }

  const found = problemsOf(form, checked.file !== undefined);
  const due = Object.fromEntries(
    Object.entries(found).filter(([field]) => asked || left.has(field as Field)),
  );
  const report = checked.step.at === 'done' ? checked.step.report : undefined;
  const bad: Problems =
    report?.verdict === 'invalid' ? { file: 'This file cannot be published; the checks say why.' } : {};
  const problems: Problems = { ...due, ...(asked ? bad : {}), ...refused };

  /** @returns whether it was stored; else the first field with a problem is to be shown. */
  async function publish(): Promise<boolean> {
    setAsked(true);
    setGeneral(undefined);
    if (Object.keys({ ...found, ...bad }).length > 0 || checked.file === undefined) return false;
    const offered =
      report === undefined || offerable(report).length === 0 ? undefined : offerOf(report, form.exports);
    try {
      await engine.publish(toDraft(form, offered), checked.file);
      keepStorageOnce();
    } catch (thrown) {
      const error = toGenError(thrown);
      const atField = problemFrom(error);
      setRefused(atField);
      if (Object.keys(atField).length === 0) setGeneral(sentenceFor(error));
      return false;
    }
    const { id } = toDraft(form);
    keepForm(EMPTY_FORM);
    onPublished(id);
    return true;
  }

  return { form, set, choose, restore, checked, report, problems, general, publish, leave };
}
