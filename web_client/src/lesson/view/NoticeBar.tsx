import type { RefObject } from 'react'
import { useWords } from '../../words/useWords'
import { say } from '../../words/saying'
import type { WordKey } from '../../words/words'
import type { NoticeAct, ShownNotice } from '../state/currentNotice'
import styles from './NoticeBar.module.css'
import { PassingButton } from './PassingButton'

const ACT_WORDS: Record<NoticeAct, WordKey> = {
  take_back: 'notice.take_back',
  retry: 'common.retry',
  sound: 'notice.sound_button',
  hear_again: 'line.replay',
  settings: 'notice.check_microphone',
  microphone: 'common.retry',
  type_instead: 'mic.type_instead',
  message: 'messages.offer',
  start_page: 'notice.to_start',
}

interface NoticeBarProps {
  notice: ShownNotice | null
  onAct: (act: NoticeAct) => void
  /** Gets the focus of a way on that is gone. */
  after: RefObject<HTMLElement | null>
}

/** The one notice and its ways on. It is read out elsewhere (Announcer): this is for eyes and hands. */
export function NoticeBar({ notice, onAct, after }: NoticeBarProps) {
  const { t, language } = useWords()
  if (notice === null) return null
  const { code, title, text, acts } = notice
  return (
    <section
      className={styles['notice']}
      aria-label={t('notice.region')}
      data-testid="notice"
      data-code={code}
    >
      <p>
        {title && <strong>{t(title)}</strong>}
        {say(text, t, language)}
      </p>
      {acts.length > 0 && (
        <div className={styles['acts']}>
          {acts.map((act, index) => (
            <PassingButton
              key={act}
              look={index === 0 ? 'plain' : 'quiet'}
              after={after}
              data-testid={`notice-${act}`}
              onPress={() => {
                onAct(act)
              }}
            >
              {t(ACT_WORDS[act])}
            </PassingButton>
          ))}
        </div>
      )}
    </section>
  )
}
