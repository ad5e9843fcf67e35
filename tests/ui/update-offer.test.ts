import { expect, test } from 'vitest';
import { offerUpdate } from '../../src/ui/update-offer.ts';

function world({ busy }: { busy: boolean | Error }) {
  const seen: string[] = [];
  let announce = (): void => undefined;
  const state = { busy };
  const agree = offerUpdate({
    async isAtWork() {
      if (state.busy instanceof Error) throw state.busy;
      return state.busy;
    },
    onChange(listener) {
      announce = listener;
      return () => (announce = () => undefined);
    },
    show: (stage) => void seen.push(stage),
    start: () => void seen.push('started'),
  });
  const settled = () => new Promise((done) => setTimeout(done));
  return {
    seen,
    settled,
    async becomes(now: boolean) {
      state.busy = now;
      announce();
      await settled();
    },
    async agrees() {
      agree();
      await settled();
    },
  };
}

test('with nothing under way a yes starts the new version at once', async () => {
  const { seen, settled, agrees } = world({ busy: false });
  await settled();
  await agrees();
  expect(seen).toEqual(['ready', 'started']);
});

test('a running install is not interrupted: the new version starts when it is done, and once', async () => {
  const { seen, settled, agrees, becomes } = world({ busy: true });
  await settled();
  await agrees();
  await becomes(true);
  expect(seen).toEqual(['busy', 'waiting']);

  await becomes(false);
  await becomes(true);
  await becomes(false);
  expect(seen).toEqual(['busy', 'waiting', 'started']);
});

test('an install that begins after the offer holds a yes up too', async () => {
  const { seen, settled, agrees, becomes } = world({ busy: false });
  await settled();
  await becomes(true);
  await agrees();
  expect(seen).toEqual(['ready', 'busy', 'waiting']);
});

test('nothing starts without a yes', async () => {
  const { seen, settled, becomes } = world({ busy: true });
  await settled();
  await becomes(false);
  expect(seen).toEqual(['busy', 'ready']);
});

test('an engine that does not answer holds nothing up', async () => {
  const { seen, settled, agrees } = world({ busy: new Error('gone') });
  await settled();
  await agrees();
  expect(seen).toEqual(['ready', 'started']);
});
