const ADDRESS = /\s*(?:<[^<>]*>|\([^()]*@[^()]*\))/gu;

/** Who made a module, without the mail addresses that stand beside the names; the text as it is where there are no names. */
export function madeByName(text: string): string {
  const names = text.replaceAll(ADDRESS, '').trim();
  return /[\p{L}\p{N}]/u.test(names) ? names : text;
}
