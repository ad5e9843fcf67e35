export const MAX_REVIEW = 4_000;

/** Why a review cannot be sent as it is; nothing is ever cut off. */
export function reviewProblem(review: string): string | undefined {
  const over = review.trim().length - MAX_REVIEW;
  if (over <= 0) return undefined;
  return `The review is ${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'} too long. Shorten it; nothing was cut off.`;
}
