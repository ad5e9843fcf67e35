import { useEffect, useRef, useState } from 'react';
import { GenError, toGenError } from '../../core/errors.ts';
import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import type { HandedFile } from '../handed-file.ts';
import { useServices } from '../services.tsx';

/**
 * How far the validator is with a binary.
 *
 * - `reading`: `done` bytes of it. A small one is read too quickly for that to be told.
 * - `stopped`: nothing is known about the binary; cancelled, out of time, or not readable.
 */
export type Step =
  | { readonly at: 'nothing' }
  | { readonly at: 'reading'; readonly done: number; readonly total: number }
  | { readonly at: 'checking' }
  | { readonly at: 'done'; readonly report: WasmReport }
  | { readonly at: 'stopped'; readonly error: GenError };

export interface Examination {
  readonly step: Step;
  /** Examines this one; what was under way is stopped. `open` fetches the bytes where they are not at hand yet. */
  begin(blob: Blob | (() => Promise<Blob>)): Promise<void>;
  /** For what is known already. */
  show(step: Step): void;
  cancel(): void;
}

const NOTHING: Step = { at: 'nothing' };
/** Bytes from which on reading takes long enough to be shown. */
const LARGE = 2_000_000;

export function useExamination(): Examination {
  const { validate } = useServices();
  const [step, setStep] = useState<Step>(NOTHING);
  const running = useRef<AbortController>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  function show(next: Step): void {
    running.current?.abort();
    running.current = undefined;
    setStep(next);
  }

  async function begin(open: Blob | (() => Promise<Blob>)): Promise<void> {
    show({ at: 'checking' });
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const tell = (next: Step) => {
      if (!signal.aborted) setStep(next);
    };
    try {
      const blob = typeof open === 'function' ? await open() : open;
      const total = blob.size;
      if (total >= LARGE) tell({ at: 'reading', done: 0, total });
      const report = await validate(blob, signal, ({ done }) => {
        if (total >= LARGE) tell(done < total ? { at: 'reading', done, total } : { at: 'checking' });
      });
      tell({ at: 'done', report });
    } catch (thrown) {
      tell({ at: 'stopped', error: toGenError(thrown) });
    }
  }

  const cancel = () => show({ at: 'stopped', error: new GenError('Cancelled', 'aborted') });
  return { step, begin, show, cancel };
}

export interface CheckedFile {
  readonly file: File | undefined;
  readonly step: Step;
  choose(handed: HandedFile): void;
  /** The same file once more. */
  again(): void;
  cancel(): void;
}

/** The chosen file with what the validator says; choosing another stops the examination of the first. */
export function useCheckedFile(): CheckedFile {
  const { step, begin, show, cancel } = useExamination();
  const [file, setFile] = useState<File>();

  function choose({ file: chosen, folder, report }: HandedFile): void {
    setFile(chosen);
    if (folder === true) show({ at: 'stopped', error: new GenError('InvalidInput', 'folder') });
    else if (report === undefined) void begin(chosen);
    else show({ at: 'done', report });
  }

  return {
    file,
    step,
    choose,
    again: () => (file === undefined ? undefined : void begin(file)),
    cancel,
  };
}
