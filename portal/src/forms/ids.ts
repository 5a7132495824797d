/** An id that is free: made of the Latin letters and digits of a title, or of the kind of thing and a number. */
export function freeId(title: string, kind: string, taken: readonly string[]): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  const base = slug.length > 1 ? slug : kind;
  if (slug.length > 1 && !taken.includes(base)) return base;
  let number = slug.length > 1 ? 2 : 1;
  while (taken.includes(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}

const FORM = /^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/;

/** Why an id cannot be that of something new: a word of `form.faults`. */
export function idFault(id: string, taken: readonly string[]): 'id' | 'taken' | undefined {
  if (!FORM.test(id)) return 'id';
  return taken.includes(id) ? 'taken' : undefined;
}

/** How a thing is called in a list of choices: by its title, and by its id where that is another. */
export const choiceOf = ({ id, title }: { id: string; title?: string }) => ({ value: id, label: title && title !== id ? `${title} (${id})` : id });
