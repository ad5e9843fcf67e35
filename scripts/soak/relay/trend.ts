/** A figure at a time, in seconds. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** Of the line that fits best (least squares), by the second; 0 for fewer than two times. */
export function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const at = mean((sample) => sample.at);
  const value = mean((sample) => sample.value);
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  if (samples.length < 2 || spread === 0) return 0;
  return samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.value - value), 0) / spread;
}

/** What is left after the first quarter of the time: what a process needs once is no growth. */
export function afterWarmUp<T extends { readonly at: number }>(samples: readonly T[]): readonly T[] {
  const first = samples[0]?.at ?? 0;
  const last = samples.at(-1)?.at ?? 0;
  return samples.filter(({ at }) => at >= first + (last - first) / 4);
}

/** By how much the line rises from the first sample to the last; less than 0 where it falls. */
export function growth(samples: readonly Sample[]): number {
  const first = samples[0]?.at ?? 0;
  const last = samples.at(-1)?.at ?? 0;
  return slope(samples) * (last - first);
}
