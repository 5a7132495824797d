const CREATIVE_COMMONS = /^https?:\/\/creativecommons\.org\/licenses\/([a-z-]+)\/(\d\.\d)/i;
const PUBLIC_DOMAIN = /^https?:\/\/creativecommons\.org\/publicdomain\/(zero|mark)\/(\d\.\d)/i;
const OTHERS: [RegExp, string][] = [
  [/opendatacommons\.org\/licenses\/odbl/i, 'ODbL 1.0'],
  [/opendatacommons\.org\/licenses\/by/i, 'ODC-BY 1.0'],
  [/nationalarchives\.gov\.uk\/doc\/open-government-licence\/version\/3/i, 'OGL 3.0'],
  [/etalab\.gouv\.fr\/licence-ouverte|etalab-2\.0/i, 'Licence Ouverte / Etalab 2.0'],
  [/govdata\.de\/dl-de\/by-2-0/i, 'dl-de/by-2-0'],
];

/** The short name of a licence that is known by its address. */
export function licenceName(uri: string | undefined): string | undefined {
  if (!uri) return undefined;
  const [, kind, version] = CREATIVE_COMMONS.exec(uri) ?? [];
  if (kind) return `CC ${kind.toUpperCase()} ${version}`;
  const [, domain, number] = PUBLIC_DOMAIN.exec(uri) ?? [];
  if (domain) return domain.toLowerCase() === 'zero' ? `CC0 ${number}` : `Public Domain Mark ${number}`;
  return OTHERS.find(([pattern]) => pattern.test(uri))?.[1];
}
