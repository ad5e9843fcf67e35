import { verdictsOn, type Question } from '../record/ed25519-verdicts.ts';

/** Each message is a list of questions, each answer its verdicts. */
addEventListener('message', async ({ data }: MessageEvent<readonly Question[]>) => {
  postMessage(await verdictsOn(data));
});
