import { useMemo } from 'react';
import type { WasmExport } from '../../../core/wasm/module-shape.ts';
import type { WasmReport } from '../../../core/wasm/wasm-report.ts';
import { Button } from '../../components/button.tsx';
import { LongList } from '../../components/long-list.tsx';
import { formatCount, formatNumber } from '../../text/format.ts';
import { spacedType } from '../../text/memory.ts';
import { printable } from '../../text/printable.ts';
import { fitting, offerable, offerOf, suggested, tooMany } from './offer.ts';
import styles from './export-choice.module.css';

interface ExportChoiceProps {
  readonly report: WasmReport;
  /** Absent: nobody has chosen yet. */
  readonly chosen: readonly string[] | undefined;
  readonly change: (chosen: readonly string[] | undefined) => void;
  readonly problem: string | undefined;
}

/** A longer list is folded away: with the keyboard, each function in it is one stop. */
const OPEN_UP_TO = 12;

const nameOf = ({ name }: WasmExport): string => name.toLowerCase();

/** The functions that a release names as what it offers. */
export function ExportChoice({ report, chosen, change, problem }: ExportChoiceProps) {
  const functions = useMemo(() => offerable(report), [report]);
  const names = useMemo(() => functions.map(({ name }) => name), [functions]);
  const offer = useMemo(() => offerOf(report, chosen), [report, chosen]);
  const offered = useMemo(() => new Set(offer), [offer]);
  const gone = useMemo(() => {
    const wanted = new Set(chosen);
    for (const name of names) wanted.delete(name);
    return [...wanted];
  }, [names, chosen]);
  const room = useMemo(() => tooMany(report, offer), [report, offer]);
  const most = useMemo(() => tooMany(report, names), [report, names]);
  if (functions.length === 0) return null;

  function toggle(name: string): void {
    change(names.filter((one) => (one === name ? !offered.has(one) : offered.has(one))));
  }

  return (
    <fieldset className={styles.choice} data-invalid={problem === undefined ? undefined : ''}>
      <legend>What it offers</legend>
      <p className={styles.hint}>
        The functions that others are meant to call. The signed release names them with their types; the rest
        stays callable, and unmentioned.
      </p>
      <div className={styles.tools}>
        <output>
          {formatNumber(offer.length)} of {formatCount(functions.length, 'function')} chosen
        </output>
        <div className={styles.buttons}>
          <Button small look="quiet" onClick={() => change(fitting(report, names))}>
            Choose all
          </Button>
          <Button small look="quiet" onClick={() => change([])}>
            Choose none
          </Button>
          {chosen === undefined ? null : (
            <Button small look="quiet" onClick={() => change(suggested(report))}>
              Without the toolchain’s own
            </Button>
          )}
        </div>
      </div>
      {room === undefined ? null : (
        <p className={styles.problem}>
          A release has room for {formatCount(room, 'function')} of these; choose fewer.
        </p>
      )}
      {room !== undefined || most === undefined ? null : (
        <p className={styles.hint}>A release has room for about {formatNumber(most)} of them.</p>
      )}
      {problem === undefined ? null : <p className={styles.problem}>{problem}</p>}
      {gone.length === 0 ? null : (
        <p className={styles.hint}>
          Offered before, and not in this file: <code>{gone.slice(0, 10).map(printable).join(', ')}</code>
          {gone.length > 10 ? ` and ${gone.length - 10} more` : ''}.
        </p>
      )}
      <details open={functions.length <= OPEN_UP_TO}>
        <summary className={styles.summary}>Choose one by one</summary>
        <LongList
          label="Exported functions"
          items={functions}
          textOf={nameOf}
          renderRow={({ name, type }) => (
            <label className={styles.function}>
              <input type="checkbox" checked={offered.has(name)} onChange={() => toggle(name)} />
              <code>
                {printable(name)}
                <span> {printable(spacedType(type))}</span>
              </code>
            </label>
          )}
        />
      </details>
    </fieldset>
  );
}
