import { EXTERN_KINDS, type WasmExport, type WasmImport } from '../../core/wasm/module-shape.ts';
import { formatNumber } from '../text/format.ts';
import { spacedType } from '../text/memory.ts';
import { printable } from '../text/printable.ts';
import { LongList } from './long-list.tsx';
import styles from './report-view.module.css';

/** Lists of up to this many are open from the beginning. */
const OPEN_UP_TO = 12;

function NameLine({ from, name, type }: { from?: string | undefined; name: string; type: string }) {
  return (
    <code className={styles.name}>
      {from === undefined ? null : (
        <span className={styles.from}>{name === '' ? printable(from) : `${printable(from)}.`}</span>
      )}
      {printable(name)}
      <span className={styles.type}> {printable(spacedType(type))}</span>
    </code>
  );
}

interface FoldProps<Item> {
  readonly title: string;
  /** Not open from the beginning, even if it is short. */
  readonly shut?: boolean;
  readonly items: readonly Item[];
  readonly textOf: (item: Item) => string;
  readonly renderRow: (item: Item) => React.ReactNode;
}

function Fold<Item>({ title, shut = false, items, textOf, renderRow }: FoldProps<Item>) {
  if (items.length === 0) return null;
  return (
    <details className={styles.fold} open={!shut && items.length <= OPEN_UP_TO}>
      <summary className={styles.summary}>
        {title} <small>{formatNumber(items.length)}</small>
      </summary>
      <LongList label={title} items={items} textOf={textOf} renderRow={renderRow} />
    </details>
  );
}

/** A component's kinds are not part of its types' text. */
const typeText = (kind: WasmImport['kind'], type: string): string =>
  EXTERN_KINDS.some((one) => one === kind) || kind === 'func' ? type : `${kind} ${type}`;

const exportText = ({ name }: WasmExport): string => name.toLowerCase();
const exportRow = ({ name, kind, type }: WasmExport) => <NameLine name={name} type={typeText(kind, type)} />;
const importText = ({ module, name }: WasmImport): string => `${module}.${name}`.toLowerCase();
const importRow = ({ module, name, kind, type }: WasmImport) => (
  <NameLine from={module} name={name} type={typeText(kind, type)} />
);

export function ReportExports({ exports }: { exports: readonly WasmExport[] }) {
  const functions = exports.filter(({ kind }) => kind === 'function' || kind === 'func');
  const others = exports.filter(({ kind }) => kind !== 'function' && kind !== 'func');
  if (exports.length === 0) return <p>Nothing: it can be loaded, but there is nothing to call.</p>;
  return (
    <>
      <Fold title="Functions" items={functions} textOf={exportText} renderRow={exportRow} />
      <Fold
        title={functions.length === 0 ? 'Exports' : 'Other exports'}
        items={others}
        textOf={exportText}
        renderRow={exportRow}
      />
    </>
  );
}

export function ReportImports({ imports }: { imports: readonly WasmImport[] }) {
  return <Fold shut title="All imports" items={imports} textOf={importText} renderRow={importRow} />;
}
