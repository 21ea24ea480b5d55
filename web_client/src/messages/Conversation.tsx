import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { langOf } from '../words/langOf'
import { useWords } from '../words/useWords'
import styles from './Messages.module.css'
import type { Line, Talk } from './talk'

/** The lines so far. Those that came with sound here can be heard again. */
export function Conversation({ talk, onHear }: { talk: Talk; onHear: (line: Line) => void }) {
  const { t } = useWords()
  return (
    <ol className={styles['lines']} aria-label={t('report.lines')}>
      {talk.lines.map((line) => (
        <li key={line.key} className={styles[line.role]} data-testid="line" data-role={line.role}>
          <span className={styles['who']}>{t(line.role === 'tutor' ? 'captions.tutor' : 'captions.me')}</span>
          <span lang={langOf(line.text)}>{line.text}</span>
          {line.sounds.length > 0 && (
            <Button
              look="quiet"
              size="compact"
              onPress={() => {
                onHear(line)
              }}
            >
              <Icon name="play" small />
              {t('line.replay')}
            </Button>
          )}
        </li>
      ))}
      {talk.open.length > 0 && (
        <li className={styles['tutor']} data-testid="line" data-role="tutor" data-open="true">
          <span className={styles['who']}>{t('captions.tutor')}</span>
          <span lang="en">{talk.open.map(({ text }) => text).join(' ')}</span>
        </li>
      )}
    </ol>
  )
}
