import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KeyGate } from '../app/KeyGate';
import { useTitle } from '../common/useTitle';
import './forms.css';

interface Props {
  /** Where its words stand: `taskForm`, `sourceForm`, … */
  words: string;
  /** Of what is edited; absent for something new. */
  id?: string;
  /** The page where all of its kind are listed. */
  home: string;
  children: ReactNode;
}

/** The page of a form: the way back, what it makes, and the form once the key is there. */
export function FormPage({ words, id, home, children }: Props) {
  const { t } = useTranslation();
  const heading = id === undefined ? t(`${words}.new`) : t(`${words}.edit`, { what: id });
  useTitle(heading);
  return (
    <div className="page narrow">
      <nav className="crumbs" aria-label={t('app.breadcrumb')}>
        <Link to={home}>{t(`${words}.all`)}</Link>
        <span aria-current="page">{heading}</span>
      </nav>
      <div className="page-head">
        <h1>{heading}</h1>
        <p className="dim">{t(`${words}.lead`)}</p>
      </div>
      <KeyGate why={t(`${words}.keyWhy`)}>{() => children}</KeyGate>
    </div>
  );
}
