const NAMES: Record<string, string> = { csv: 'CSV', parquet: 'Parquet', json: 'JSON', xlsx: 'XLSX', geojson: 'GeoJSON' };

export const formatName = (format: string) => NAMES[format.toLowerCase()] ?? format;
