import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecords } from '../../api/hooks';
import type { Cell, Column, Dataset, Records } from '../../api/types';
import { DataTable } from '../../common/DataTable';
import { ErrorState } from '../../common/ErrorState';
import { number } from '../../common/format';
import { Waiting } from '../../common/Waiting';
import { useNamed } from '../../common/Words';
import { ConditionBar } from '../preview/ConditionBar';
import { identifier } from '../preview/conditions';
import { CellText } from '../preview/RecordTable';
import { useQuestion } from '../useQuestion';
import { MapDrawing } from './MapDrawing';
import { nameColumn, placeOf, type Place } from './place';
import { onEarth, shapeOf, type Position, type Shape } from './shapes';
import './map.css';

const MOST = 10_000;
const MOST_SHAPES = 2_000;
const LISTED = 50;

/** A row that lies somewhere. */
export interface PlacedRow {
  name: string;
  shape: Shape;
  cells: Cell[];
}

function placed(records: Records, place: Place): PlacedRow[] {
  return records.rows.flatMap((row) => {
    const [name, first, second] = row;
    const label = name === null || name === undefined ? '' : String(name);
    if (place.kind === 'wkt') {
      const shape = typeof first === 'string' ? shapeOf(first) : undefined;
      return shape ? [{ name: label, shape, cells: row }] : [];
    }
    const at: Position = [Number(first), Number(second)];
    return first !== null && second !== null && onEarth(at) ? [{ name: label, shape: { points: [at], lines: [], rings: [] }, cells: row }] : [];
  });
}

/** Where the rows lie, drawn without a base map: every row that the conditions leave, up to a limit, and a table beside. */
export default function Map({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation();
  const question = useQuestion(dataset);
  const place = placeOf(dataset);
  const label = place && nameColumn(question.columns, place);
  const asked = place ? [label?.name ?? placeColumns(place)[0] ?? '', ...placeColumns(place)] : [];
  const records = useRecords(
    dataset.id,
    { select: asked.map(identifier).join(', '), where: question.asked.where, order: question.asked.order, limit: place?.kind === 'wkt' ? MOST_SHAPES : MOST },
    place !== undefined,
  );
  if (!place) return <p className="empty">{t('map.none')}</p>;
  return (
    <>
      <ConditionBar question={question} />
      {records.isPending && <Waiting lines={10} />}
      {records.error && <ErrorState error={records.error} onRetry={() => void records.refetch()} />}
      {!records.error && records.data && <Placed records={records.data} place={place} label={label} columns={question.columns} />}
    </>
  );
}

const placeColumns = (place: Place) => (place.kind === 'wkt' ? [place.geometry] : [place.longitude, place.latitude]);

function Placed({ records, place, label, columns }: { records: Records; place: Place; label?: Column; columns: Column[] }) {
  const { t } = useTranslation();
  const named = useNamed();
  const rows = useMemo(() => placed(records, place), [records, place]);
  const [chosen, setChosen] = useState<PlacedRow>();
  if (rows.length === 0) return <p className="empty">{t('map.nothing')}</p>;
  const without = records.rows.length - rows.length;
  const total = records.total ?? rows.length;
  const titleOf = (name: string) => {
    const column = columns.find((one) => one.name === name);
    return named(column?.title, column?.titleEn, name);
  };
  const what = label ? titleOf(label.name) : '';
  return (
    <>
      <p role="status">
        <strong>{t('map.drawn', { n: number(rows.length) })}</strong>{' '}
        <span className="dim">
          {total > records.rows.length && t('map.more', { n: number(total) })} {without > 0 && t('map.without', { n: number(without) })}
        </span>
      </p>
      <MapDrawing rows={rows} chosen={chosen} onChoose={setChosen} label={t('map.label', { n: number(rows.length), what })} />
      <p className="dim small">{t('map.about')}</p>
      <h2>{t('map.table')}</h2>
      {rows.length > LISTED && <p className="dim">{t('map.listed', { n: LISTED })}</p>}
      <div className="map-table">
        <DataTable
          label={t('map.table')}
          className="tight"
          rows={rows.slice(0, LISTED)}
          keyOf={(_, at) => at}
          columns={[
            { name: 'name', head: what, names: true, cell: (row) => row.name },
            ...placeColumns(place).map((name, at) => ({ name, head: titleOf(name), num: place.kind === 'point', cell: (row: PlacedRow) => <CellText cell={row.cells[at + 1]} /> })),
          ]}
        />
      </div>
    </>
  );
}
