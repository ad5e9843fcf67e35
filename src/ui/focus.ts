/** After a navigation the new screen's heading takes the focus, which screen readers then read. */
let owed = false;
/** A heading went while something on its screen had the focus, which may have gone with it. */
let isMissed = false;

/** Tells that a screen has changed: its heading is owed the focus, now or when its data is there. */
export function oweFocus(): void {
  owed = true;
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading !== null) focusIfOwed(heading);
}

/** What had it is gone from the page. */
export function hasNoFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/** Tells that a heading goes from the page: the next one has the focus where nothing else has it then. */
export function headingGoes(): void {
  isMissed = document.activeElement?.closest('main') != null;
}

/** Takes the debt. Nothing happens where a person has begun to type meanwhile. */
export function focusIfOwed(heading: HTMLElement): void {
  const isOwed = owed || (isMissed && hasNoFocus());
  owed = false;
  isMissed = false;
  if (!isOwed) return;
  const active = document.activeElement;
  const typing = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
  if (!typing) heading.focus({ preventScroll: true });
}
