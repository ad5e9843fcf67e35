import { EMPTY_FORM, type PublishForm } from './form.ts';

const STORED_AT = 'gen-registry/publish-form';

/** What was typed in this tab before a reload; a form of another version of this app is completed. */
export function keptForm(): PublishForm {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORED_AT) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...EMPTY_FORM, ...kept } : EMPTY_FORM;
  } catch (error) {
    console.info('no form is kept', error);
    return EMPTY_FORM;
  }
}

export function keepForm(form: PublishForm): void {
  try {
    if (form === EMPTY_FORM) sessionStorage.removeItem(STORED_AT);
    else sessionStorage.setItem(STORED_AT, JSON.stringify(form));
  } catch (error) {
    console.info('the form is not kept over a reload', error);
  }
}
