import type { Column, Dataset } from '../../api/types';

/** Where the rows of a dataset lie: in two columns of degrees, or in one of well-known text. */
export type Place = { kind: 'point'; longitude: string; latitude: string } | { kind: 'wkt'; geometry: string };

const LONGITUDE = /^(.*[_-])?(lon|lng|long|longitude)$|经度$/i;
const LATITUDE = /^(.*[_-])?(lat|latitude)$|纬度$/i;
const NUMBERS = ['decimal', 'double', 'integer'];

export function placeOf({ columns = [], geometry }: Pick<Dataset, 'columns' | 'geometry'>): Place | undefined {
  const wkt = columns.find(({ type }) => type === 'geometry');
  if (wkt) return { kind: 'wkt', geometry: wkt.name };
  const named = (name: string | undefined, pattern: RegExp): Column | undefined =>
    name ? columns.find((column) => column.name === name) : columns.find((column) => NUMBERS.includes(column.type) && pattern.test(column.name));
  const longitude = named(geometry?.longitude, LONGITUDE);
  const latitude = named(geometry?.latitude, LATITUDE);
  return longitude && latitude ? { kind: 'point', longitude: longitude.name, latitude: latitude.name } : undefined;
}

/** The column that best says what a place is called: a name before a number. */
export function nameColumn(columns: Column[], place: Place): Column | undefined {
  const texts = columns.filter(({ name, type }) => type === 'text' && !(place.kind === 'wkt' && name === place.geometry));
  return texts.find(({ name, title }) => /(^|_)(name|title)$|名称?$|站$/i.test(name) || /名称?$/.test(title ?? '')) ?? texts[0];
}
