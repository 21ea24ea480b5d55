import { Link } from 'react-router'
import { buttonLook } from '../parts/buttonLook'
import { PageTitle } from '../parts/PageTitle'
import { useWords } from '../words/useWords'
import styles from './Boundary.module.css'

export function NotFound() {
  const { t } = useWords()
  return (
    <div className={styles['broken']}>
      <PageTitle title={t('notfound.title')} />
      <Link className={buttonLook('plain')} to="/">
        {t('report.new')}
      </Link>
    </div>
  )
}
