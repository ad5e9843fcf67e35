import { expect, test } from 'vitest';
import { onEarlyToast, shownToasts, tell, toasterIsThere, toasts } from '../../src/ui/toasts.ts';

/** What the toaster is told; its library keeps this way in for its own components. */
function listen(): string[] {
  const heard: string[] = [];
  shownToasts[' subscribe'](({ action, options }) => {
    if (action === 'add') heard.push(String((options as { title?: unknown }).title));
  });
  return heard;
}

test('what is told before the toaster is there waits for it; what was closed meanwhile is not shown', () => {
  const heard = listen();
  let asked = 0;
  const before = onEarlyToast(() => (asked += 1));
  expect(asked, 'nobody has to come before there is something to tell').toBe(0);
  tell('first');
  expect(asked).toBe(1);
  const after = onEarlyToast(() => (asked += 1));
  expect(asked, 'whoever listens later is asked at once').toBe(2);
  before();
  after();
  const closed = toasts.add({ title: 'undone' });
  toasts.close(closed);
  expect(heard).toEqual([]);

  toasterIsThere();
  tell('second');

  expect(heard).toEqual(['first', 'second']);
});
