import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { address } from '../../api/client';
import type { Dataset } from '../../api/types';
import { CopyButton } from '../../common/CopyButton';
import { FileLink, isClosed } from '../../common/FileLink';
import { number } from '../../common/format';
import { Popover } from '../../common/Popover';
import { recordsPath } from '../paths';
import type { Question } from '../useQuestion';

interface Props {
  dataset: Dataset;
  question: Question;
  total?: number;
}

/** What stands in the table, to take away: as a file, as an address, as code. */
export function TakeAway({ dataset, question: { asked, shown, columns, search }, total }: Props) {
  const { t } = useTranslation();
  const path = recordsPath(dataset.id);
  const code = new URLSearchParams(search);
  code.set('tab', 'api');
  return (
    <Popover name="takeaway" label={t('preview.download')} title={t('preview.download')}>
      <p>
        {total === undefined ? t('preview.downloadAll', { columns: number(shown.length) }) : t('preview.downloadSome', { n: number(total), columns: number(shown.length) })}
        {shown.length < columns.length && <span className="dim"> {t('preview.chosenColumns')}</span>}
      </p>
      <FileLink url={address(path, { format: 'csv', ...asked })} name="conditions" keyed={isClosed(dataset)} className="primary">
        {t('preview.csv')}
      </FileLink>
      <ul className="takeaway-more">
        <li>
          <CopyButton text={`${window.location.origin}${address(path, asked)}`} label={t('preview.copyAddress')} />
        </li>
        <li>
          <Link to={`?${code.toString()}`} preventScrollReset>
            {t('preview.asCode')}
          </Link>
        </li>
      </ul>
    </Popover>
  );
}
