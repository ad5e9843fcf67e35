import { useMemo, type ReactNode } from 'react';
import { abilitiesOf } from '../../core/wasm/abilities.ts';
import type { WasmReport } from '../../core/wasm/wasm-report.ts';
import { useCopy } from '../hooks/use-copy.ts';
import { saveFile } from '../save-file.ts';
import { formatBytes, shortHash } from '../text/format.ts';
import { memoryWords, tableWords } from '../text/memory.ts';
import { verdictWords } from '../text/report.ts';
import { AbilityList, HostNote } from './ability-list.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { ReportChecks } from './report-checks.tsx';
import { ReportFindings } from './report-findings.tsx';
import { ReportExports, ReportImports } from './report-names.tsx';
import { hasOrigin, ReportOrigin } from './report-origin.tsx';
import styles from './report-view.module.css';

type Level = 2 | 3;

interface ReportViewProps {
  readonly report: WasmReport;
  /** Name of the file, for what is saved. */
  readonly file: string;
  /** Of the headings of its parts. */
  readonly level?: Level;
  /** Said with the verdict: what it means where it is shown. */
  readonly note?: ReactNode;
  /** What is looked up seldom is folded away. */
  readonly brief?: boolean;
}

function Part({ title, level, children }: { title: string; level: Level; children: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <section className={styles.part}>
      <Heading>{title}</Heading>
      <div className={styles.content}>{children}</div>
    </section>
  );
}

const LOOKS = {
  valid: { tone: 'good', icon: 'check' },
  invalid: { tone: 'bad', icon: 'cross' },
  component: { tone: 'plain', icon: 'box' },
  unsupported: { tone: 'warn', icon: 'warn' },
  policy: { tone: 'warn', icon: 'warn' },
} as const;

/** As `gen verify --json` prints it, indented. */
function reportText(file: string, { verdict, size, sha256, checks, imports, exports, ...rest }: WasmReport) {
  const ordered = { file, verdict, size, sha256, checks, imports, exports, ...rest };
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

function Verdict({ report, file, note }: Pick<ReportViewProps, 'report' | 'file' | 'note'>) {
  const { label, meaning } = verdictWords(report);
  const { tone, icon } = LOOKS[report.verdict];
  const { sha256, size, layer } = report;
  const { copied, copy } = useCopy(sha256 ?? '');
  const save = () =>
    saveFile(new Blob([reportText(file, report)], { type: 'application/json' }), `${file}.report.json`);
  return (
    <div className={styles.verdict} data-tone={tone}>
      <p className={styles.label}>
        <Icon name={icon} size={20} />
        <strong>{label}.</strong>
      </p>
      <p>{meaning}</p>
      {note === undefined ? null : <p>{note}</p>}
      <p className={styles.soft}>
        {formatBytes(size)}
        {layer === undefined ? '' : layer === 'component' ? ' · component' : ' · core module'}
        {sha256 === undefined ? null : (
          <>
            {' · sha256 '}
            <code title={sha256}>{shortHash(sha256)}</code>
          </>
        )}
      </p>
      <div className={styles.actions}>
        {sha256 === undefined ? null : (
          <Button small onClick={() => void copy()}>
            <Icon name={copied ? 'check' : 'copy'} /> {copied ? 'Copied' : 'Copy sha256'}
          </Button>
        )}
        <Button small onClick={save}>
          <Icon name="download" /> Save report
        </Button>
      </div>
    </div>
  );
}

function Spaces({ memories, tables }: Pick<WasmReport, 'memories' | 'tables'>) {
  return (
    <ul className={styles.spaces} aria-label="Memory and tables">
      {memories.map((type, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- types repeat; the list never changes
        <li key={`memory ${place}`}>
          <strong>{memories.length === 1 ? 'Memory' : `Memory ${place}`}</strong> {memoryWords(type)}
        </li>
      ))}
      {tables.map((type, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- types repeat; the list never changes
        <li key={`table ${place}`}>
          <strong>{tables.length === 1 ? 'Table' : `Table ${place}`}</strong> {tableWords(type)}
        </li>
      ))}
    </ul>
  );
}

/** Everything that the validator found in a binary: the verdict and why, what it can do, what it offers, how it was made. */
export function ReportView({ report, file, level = 2, note, brief = false }: ReportViewProps) {
  const { checks, imports, exports, memories, tables, findings } = report;
  const abilities = useMemo(() => abilitiesOf(imports), [imports]);
  const wasRead = checks.some(({ name, ok }) => name === 'structure' && ok);
  const passed = checks.every(({ ok }) => ok);
  const checked = (
    <Part title="What was checked" level={level}>
      <ReportChecks report={report} />
    </Part>
  );
  const rest = wasRead ? (
    <>
      <Part title="What it offers" level={level}>
        <ReportExports exports={exports} />
      </Part>
      {memories.length + tables.length === 0 ? null : (
        <Part title="Memory and tables" level={level}>
          <Spaces memories={memories} tables={tables} />
        </Part>
      )}
      {hasOrigin(report) ? (
        <Part title="How it was made" level={level}>
          <ReportOrigin report={report} />
        </Part>
      ) : null}
    </>
  ) : null;
  return (
    <div className={styles.report}>
      <Verdict report={report} file={file} note={note} />
      {wasRead ? (
        <Part title="What it can do" level={level}>
          <AbilityList abilities={abilities} />
          <HostNote abilities={abilities} />
          <ReportImports imports={imports} />
        </Part>
      ) : null}
      {findings.length === 0 ? null : (
        <Part title="Worth a look" level={level}>
          <ReportFindings findings={findings} />
        </Part>
      )}
      {brief && passed ? (
        <details>
          <summary className={styles.everything}>Each check, and all that is in the file</summary>
          {checked}
          {rest}
        </details>
      ) : (
        <>
          {checked}
          {rest}
        </>
      )}
    </div>
  );
}
