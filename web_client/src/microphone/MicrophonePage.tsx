import { Link, useLocation, useNavigate } from 'react-router'
import bar from '../parts/bar.module.css'
import { Button } from '../parts/Button'
import { buttonLook } from '../parts/buttonLook'
import { Icon } from '../parts/Icon'
import { Mark } from '../parts/Mark'
import { PageTitle } from '../parts/PageTitle'
import { Sun } from '../lesson/view/Sun'
import { useSettings } from '../settings/useSettings'
import { StartProblem } from '../start/StartProblem'
import { useBeginLesson } from '../start/useBeginLesson'
import { wishIn } from '../start/wish'
import { useWords } from '../words/useWords'
import { droppedWords, statusWords, verdictWords } from './checkWords'
import { Level } from './Level'
import { MicrophoneField } from './MicrophoneField'
import styles from './MicrophonePage.module.css'
import { useMicrophoneCheck } from './useMicrophoneCheck'
import { useVerdict } from './useVerdict'

/** Easy words, all of them voiced. */
const SENTENCE = 'Hello, nice to meet you.'

/** The microphone check: on the way into the first lesson, after a refusal, and whenever one wants to look. */
export default function MicrophonePage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const wish = wishIn(useLocation().state)
  const [, change] = useSettings()
  const { status, track, dropped, open } = useMicrophoneCheck()
  const { steps, verdict } = useVerdict(track)
  const { begin, pending, error } = useBeginLesson()
  // Nothing to read aloud to.
  const failed = !['unasked', 'asking', 'open'].includes(status)
  const words = t(statusWords(status, navigator.userAgent) ?? verdictWords(verdict))
  const leave = (typed: boolean) => {
    change({ microphoneChecked: true })
    if (wish === null) void navigate('/')
    else begin({ wish, typed })
  }
  return (
    <div className={styles['page']}>
      <a className={bar['skip']} href="#main">
        {t('app.skip')}
      </a>
      <header className={bar['bar']}>
        <Link className={bar['brand']} to="/">
          <Mark />
          {t('app.name')}
        </Link>
        <Link className={buttonLook('quiet', 'compact')} to="/">
          {t('common.back')}
        </Link>
      </header>
      <main id="main" className={styles['check']}>
        <PageTitle
          title={t(status === 'denied' ? 'mic.denied_title' : 'mic.title')}
          className={styles['title']}
        />
        <section className={styles['try']} aria-label={t('mic.read')}>
          <Sun
            state={status === 'open' ? 'listening' : status === 'asking' ? 'coming' : 'muted'}
            tutorTrack={undefined}
            learnerTrack={track}
          />
          {!failed && (
            <>
              <p className={styles['soft']}>{t('mic.say')}</p>
              <p className={styles['say']} lang="en">
                {SENTENCE}
              </p>
              <Level steps={steps} words={words} />
            </>
          )}
          <p
            className={styles['verdict']}
            role={status === 'denied' ? 'alert' : 'status'}
            data-testid="microphone-verdict"
            data-status={status}
            data-verdict={verdict ?? ''}
          >
            {verdict === 'good' && <Icon name="listening" small />}
            {words}
          </p>
          <p className={styles['soft']} role="status">
            {dropped !== null && track && t(...droppedWords(dropped, track.label))}
          </p>
        </section>
        <div className={styles['below']}>
          <StartProblem error={error} />
          <MicrophoneField allowed={status === 'open'} />
          {status === 'open' ? (
            <Button
              look="voice"
              isDisabled={pending}
              data-testid="microphone-go"
              onPress={() => {
                leave(false)
              }}
            >
              {t(wish === null ? 'mic.done' : 'mic.go')}
            </Button>
          ) : (
            <Button isDisabled={status === 'asking'} data-testid="microphone-allow" onPress={open}>
              {t(status === 'unasked' || status === 'asking' ? 'mic.allow' : 'common.retry')}
            </Button>
          )}
          {wish !== null && (
            <Button
              look="link"
              isDisabled={pending}
              data-testid="microphone-type"
              onPress={() => {
                leave(true)
              }}
            >
              {t('mic.type_instead')}
            </Button>
          )}
        </div>
      </main>
    </div>
  )
}
