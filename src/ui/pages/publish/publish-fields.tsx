import type { Did } from '../../../core/ids.ts';
import { MODULE_TYPES } from '../../../core/module-type.ts';
import type { ModuleView } from '../../../core/view/module-view.ts';
import type { NameState } from '../../../ports/engine.ts';
import { SelectField, TextArea, TextField } from '../../components/field.tsx';
import { shortDid } from '../../text/format.ts';
import { NAME_WORDS } from '../../text/states.ts';
import { DependencyRows } from './dependency-rows.tsx';
import type { Field, Problems, PublishForm } from './form.ts';
import styles from './publish-page.module.css';

interface FieldsProps {
  readonly form: PublishForm;
  readonly set: (changes: Partial<PublishForm>) => void;
  readonly problems: Problems;
  /** A field was left: its problem may show. */
  readonly leave: (field: Field) => void;
}

const LICENCES = ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MPL-2.0', 'GPL-3.0-or-later'] as const;

/** Everything a control needs to be the field `name`. */
function bind(
  { form, set, problems, leave }: FieldsProps,
  name: Exclude<keyof PublishForm, 'dependencies' | 'type' | 'exports'>,
) {
  return {
    // Says which field somebody is in.
    'data-field': name,
    value: form[name],
    error: problems[name],
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
    onBlur: () => {
      if (form[name] !== '') leave(name);
    },
  };
}

function versionHint(own: ModuleView | undefined): string {
  const newest = own?.releases[0]?.version;
  return newest === undefined
    ? 'Semantic version, such as 1.0.0.'
    : `The newest is ${newest}; a version is never reused.`;
}

export function MainFields(
  props: FieldsProps & {
    name: NameState | undefined;
    own: ModuleView | undefined;
    /** Absent: the id is the person's own, or nobody's. */
    owner: Did | undefined;
  },
) {
  const { form, set, problems, name, own, owner } = props;
  const taken = name === 'taken' ? NAME_WORDS.taken : undefined;
  const id = bind(props, 'id');
  return (
    <div className={styles.fields}>
      <TextField
        mono
        label="Module id"
        placeholder="io.acme.codec"
        autoCapitalize="none"
        spellCheck={false}
        {...id}
        error={id.error ?? taken}
        hint={
          owner !== undefined
            ? `You publish this for ${shortDid(owner)}.`
            : name === undefined || name === 'taken'
              ? 'A domain of yours, reversed, and a name.'
              : NAME_WORDS[name]
        }
      />
      <TextField
        mono
        label="Version"
        placeholder="1.0.0"
        spellCheck={false}
        {...bind(props, 'version')}
        hint={versionHint(own)}
      />
      <TextField label="Name" {...bind(props, 'name')} />
      <SelectField
        label="Type"
        options={MODULE_TYPES}
        value={form.type}
        error={problems.type}
        onChange={({ target }) =>
          set({ type: MODULE_TYPES.find((type) => type === target.value) ?? form.type })
        }
      />
      <div className={styles.wide}>
        <TextField label="Description" {...bind(props, 'description')} hint="One sentence: what it does." />
      </div>
      <TextField
        label="Tags"
        placeholder="image, codec"
        autoCapitalize="none"
        {...bind(props, 'tags')}
        hint="Separated by commas."
      />
      <TextField
        mono
        label="License"
        placeholder="MIT"
        autoCapitalize="none"
        spellCheck={false}
        {...bind(props, 'licence')}
        hint="An SPDX expression."
      >
        <fieldset className={styles.suggestions}>
          <legend className="visually-hidden">Common licences</legend>
          {LICENCES.map((licence) => (
            <button key={licence} type="button" onClick={() => set({ licence })}>
              {licence}
            </button>
          ))}
        </fieldset>
      </TextField>
    </div>
  );
}

export function DetailFields(props: FieldsProps) {
  const { form, set, problems } = props;
  return (
    <div className={styles.fields}>
      <div className={styles.wide}>
        <TextArea
          label="Readme"
          rows={8}
          {...bind(props, 'readme')}
          hint="Markdown: what it is, what it exports, how to call it."
        />
      </div>
      <div className={styles.wide}>
        <TextArea
          label="Changelog"
          rows={3}
          {...bind(props, 'changelog')}
          hint="What changed in this version."
        />
      </div>
      <TextField type="url" label="Homepage" placeholder="https://" {...bind(props, 'homepage')} />
      <TextField type="url" label="Repository" placeholder="https://" {...bind(props, 'repository')} />
      <TextField
        label="Made by"
        {...bind(props, 'author')}
        hint="Only where that is somebody else than you."
      />
      <div className={styles.wide}>
        <DependencyRows
          rows={form.dependencies}
          change={(dependencies) => set({ dependencies })}
          problem={problems.dependencies}
        />
      </div>
    </div>
  );
}
