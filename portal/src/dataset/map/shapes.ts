export type Position = [longitude: number, latitude: number];

/** One row on the map: lone points, open lines and closed rings. */
export interface Shape {
  points: Position[];
  lines: Position[][];
  rings: Position[][];
}

const NUMBER = /[-+]?\d*\.?\d+(?:e[-+]?\d+)?/gi;

function positions(text: string): Position[] {
  return text.split(',').flatMap((one) => {
    const [longitude, latitude] = (one.match(NUMBER) ?? []).map(Number);
    return longitude === undefined || latitude === undefined || !onEarth([longitude, latitude]) ? [] : [[longitude, latitude] as Position];
  });
}

export const onEarth = ([longitude, latitude]: Position) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;

/** Well-known text, as far as a map needs it; undefined when nothing can be drawn. */
export function shapeOf(wkt: string): Shape | undefined {
  const shape: Shape = { points: [], lines: [], rings: [] };
  for (const [, kind = '', body = ''] of wkt.matchAll(/(MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|POINT|LINESTRING|POLYGON)\s*(?:ZM|Z|M)?\s*(\((?:[^A-Za-z]|\d[eE][-+]?\d)*\))/gi)) {
    const parts = [...body.matchAll(/\(([^()]+)\)/g)].map(([, inner = '']) => positions(inner)).filter((part) => part.length > 0);
    const name = kind.toUpperCase();
    if (name.endsWith('POINT')) shape.points.push(...parts.flat());
    else if (name.endsWith('STRING')) shape.lines.push(...parts);
    else shape.rings.push(...parts);
  }
  return shape.points.length + shape.lines.length + shape.rings.length ? shape : undefined;
}

export interface Extent {
  west: number;
  south: number;
  east: number;
  north: number;
}

export function extentOf(shapes: Shape[]): Extent | undefined {
  const extent = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const { points, lines, rings } of shapes) {
    for (const [longitude, latitude] of [points, ...lines, ...rings].flat()) {
      extent.west = Math.min(extent.west, longitude);
      extent.east = Math.max(extent.east, longitude);
      extent.south = Math.min(extent.south, latitude);
      extent.north = Math.max(extent.north, latitude);
    }
  }
  return extent.west <= extent.east ? extent : undefined;
}

const MOST_TALL = 1.2;
const LEAST_TALL = 0.45;
const MARGIN = 0.06;

/** Longitude and latitude to pixels: an equirectangular map that keeps its shape at its middle latitude. */
export function projection(extent: Extent, width: number) {
  const middle = (extent.south + extent.north) / 2;
  const narrowing = Math.max(0.1, Math.cos((middle * Math.PI) / 180));
  const least = 0.002;
  const wide = Math.max(extent.east - extent.west, least) * narrowing * (1 + 2 * MARGIN);
  const tall = Math.max(extent.north - extent.south, least) * (1 + 2 * MARGIN);
  const height = Math.round(width * Math.min(MOST_TALL, Math.max(LEAST_TALL, tall / wide)));
  const scale = Math.min(width / wide, height / tall);
  const centre = (extent.west + extent.east) / 2;
  const x = (longitude: number) => Math.round((width / 2 + (longitude - centre) * narrowing * scale) * 10) / 10;
  const y = (latitude: number) => Math.round((height / 2 - (latitude - middle) * scale) * 10) / 10;
  const west = centre - width / 2 / (narrowing * scale);
  const north = middle + height / 2 / scale;
  return { x, y, width, height, seen: { west, east: 2 * centre - west, north, south: 2 * middle - north } };
}

/** Three to seven round values between two ends. */
export function roundValues(from: number, to: number, wanted = 5): number[] {
  const span = to - from;
  if (!(span > 0)) return [from];
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? power;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** A straight length on the ground that fits into so many pixels, for the scale bar: kilometres and pixels. */
export function scaleBar(seen: Extent, width: number, most: number): { kilometres: number; pixels: number } {
  const middle = (seen.south + seen.north) / 2;
  const across = (seen.east - seen.west) * 111.32 * Math.cos((middle * Math.PI) / 180);
  const rough = (across / width) * most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const kilometres = [5, 2, 1].map((one) => one * power).find((one) => one <= rough) ?? power;
  return { kilometres, pixels: (kilometres / across) * width };
}
