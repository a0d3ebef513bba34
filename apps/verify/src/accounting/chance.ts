/** So many standard deviations are passed once in a million and a half tries. */
const deviations = 5;

/** How many of `count` clients a share of 1 is given, when each is drawn by itself. */
export function likely(share: number, count: number): { readonly least: number; readonly most: number } {
  const spread = deviations * Math.sqrt(count * share * (1 - share));
  return { least: Math.ceil(count * share - spread), most: Math.floor(count * share + spread) };
}
