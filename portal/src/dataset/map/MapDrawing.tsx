import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '../../common/format';
import { useWidth } from '../../common/useWidth';
import type { PlacedRow } from './Map';
import { extentOf, projection, roundValues, scaleBar, type Position } from './shapes';

interface Props {
  rows: PlacedRow[];
  chosen?: PlacedRow;
  onChoose: (row: PlacedRow | undefined) => void;
  label: string;
}

const NEAR = 18;

/** Dots, lines and areas over a net of degrees. Thousands of dots are one path, so that drawing them costs little. */
export function MapDrawing({ rows, chosen, onChoose, label }: Props) {
  const { t } = useTranslation();
  const { box, width } = useWidth<HTMLDivElement>();
  const map = useMemo(() => {
    const extent = extentOf(rows.map(({ shape }) => shape));
    return extent && projection(extent, width);
  }, [rows, width]);
  const paths = useMemo(() => {
    if (!map) return { dots: '', lines: '', rings: '' };
    const at = ([longitude, latitude]: Position) => `${map.x(longitude)} ${map.y(latitude)}`;
    const each = (pick: (row: PlacedRow) => string[]) => rows.flatMap(pick).join('');
    return {
      dots: each(({ shape }) => shape.points.map((point) => `M${at(point)}h0`)),
      lines: each(({ shape }) => shape.lines.map((line) => `M${line.map(at).join('L')}`)),
      rings: each(({ shape }) => shape.rings.map((ring) => `M${ring.map(at).join('L')}Z`)),
    };
  }, [map, rows]);
  if (!map) return null;

  const point = ({ clientX, clientY, currentTarget }: React.PointerEvent<SVGSVGElement>) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    let nearest: PlacedRow | undefined;
    let distance = NEAR ** 2;
    for (const row of rows) {
      for (const [longitude, latitude] of [row.shape.points, ...row.shape.lines, ...row.shape.rings].flat()) {
        const away = (map.x(longitude) - clientX + left) ** 2 + (map.y(latitude) - clientY + top) ** 2;
        if (away < distance) [distance, nearest] = [away, row];
      }
    }
    onChoose(nearest);
  };
  const bar = scaleBar(map.seen, width, 120);
  const [first] = chosen ? [chosen.shape.points, ...chosen.shape.lines, ...chosen.shape.rings].flat() : [];
  return (
    <div ref={box} className="map">
      <svg role="img" aria-label={label} width={map.width} height={map.height} viewBox={`0 0 ${map.width} ${map.height}`} onPointerMove={point} onPointerDown={point} onPointerLeave={() => onChoose(undefined)}>
        <g className="map-net">
          {roundValues(map.seen.west, map.seen.east, width < 500 ? 3 : 6).map((degree) => (
            <g key={`x${degree}`}>
              <line x1={map.x(degree)} x2={map.x(degree)} y1="0" y2={map.height} />
              <text x={map.x(degree) + 4} y={map.height - 6}>
                {degree}°
              </text>
            </g>
          ))}
          {roundValues(map.seen.south, map.seen.north, 4).map((degree) => (
            <g key={`y${degree}`}>
              <line x1="0" x2={map.width} y1={map.y(degree)} y2={map.y(degree)} />
              <text x="6" y={map.y(degree) - 4}>
                {degree}°
              </text>
            </g>
          ))}
        </g>
        <path className="map-rings" d={paths.rings} />
        <path className="map-lines" d={paths.lines} />
        <path className={`map-dots ${rows.length > 2_000 ? 'many' : ''}`} d={paths.dots} />
        {first && <circle className="map-chosen" cx={map.x(first[0])} cy={map.y(first[1])} r="7" />}
        <g className="map-scale" transform={`translate(${map.width - bar.pixels - 14} 22)`}>
          <path d={`M0 -5v5h${bar.pixels.toFixed(1)}v-5`} />
          <text x={bar.pixels / 2} y="14" textAnchor="middle">
            {number(bar.kilometres)} km
          </text>
        </g>
      </svg>
      <p className="map-said" aria-hidden={!chosen}>
        {chosen && first ? `${chosen.name} · ${first[0]}°, ${first[1]}°` : t('map.point')}
      </p>
    </div>
  );
}
