/** @returns how much of one star is filled for `value`, in halves: 4.5 is not drawn as five stars. */
export function starFill(value: number, star: number): 'full' | 'half' | 'empty' {
  const missing = star - Math.round(value * 2) / 2;
  if (missing <= 0) return 'full';
  return missing === 0.5 ? 'half' : 'empty';
}
