import { DATA_SAMPLES } from './data-samples.ts';
import { IMAGE_SAMPLES } from './image-samples.ts';
import { LANGUAGE_SAMPLES } from './language-samples.ts';
import { MEDIA_SAMPLES } from './media-samples.ts';
import type { Sample } from './sample.ts';

export type { Sample } from './sample.ts';

/** The starter catalogue, in no particular order: a sample may stand before one that it depends on. */
export const SAMPLES: readonly Sample[] = [
  ...IMAGE_SAMPLES,
  ...MEDIA_SAMPLES,
  ...DATA_SAMPLES,
  ...LANGUAGE_SAMPLES,
];
