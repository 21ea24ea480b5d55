import type { ReactNode } from 'react'
import { More } from '../parts/More'
import { useWords } from '../words/useWords'
import styles from './FigureTable.module.css'

interface FigureTableProps {
  caption: string
  columns: readonly [string, string]
  rows: readonly (readonly [head: string, value: ReactNode])[]
}

/** The values behind a picture. */
export function FigureTable({ caption, columns, rows }: FigureTableProps) {
  const { t } = useWords()
  return (
    <More words={t('report.as_table')}>
      <table className={styles['table']}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, value], index) => (
            <tr key={index}>
              <th scope="row">{head}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </More>
  )
}
