export interface Difference {
  /** `settings.url` */
  field: string;
  was: string;
  is: string;
}

/** What two states of the same thing differ in, by the paths of their values; lists are one value each. */
export function differences(was: object, is: object): Difference[] {
  const [before, after] = [flat(was), flat(is)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => before.get(field) !== after.get(field))
    .map((field) => ({ field, was: before.get(field) ?? '', is: after.get(field) ?? '' }));
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value === 'object' && !Array.isArray(value)) for (const [name, each] of Object.entries(value)) flat(each, path ? `${path}.${name}` : name, into);
  else into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  return into;
}
