import { RoomAudioRenderer, RoomContext, useAudioPlayback } from '@livekit/components-react'
import { useCallback, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { hintSound } from '../api/sounds'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { PageTitle } from '../parts/PageTitle'
import { useSettings } from '../settings/useSettings'
import { useWords } from '../words/useWords'
import { HintCard } from './help/HintCard'
import type { HelpAction } from './help/helpState'
import { helpWords } from './help/helpWords'
import { occupied } from './help/occupied'
import { OfferBar } from './help/OfferBar'
import { useHelp } from './help/useHelp'
import { useEnding } from './hooks/useEnding'
import { useEscape } from './hooks/useEscape'
import { useHearAgain } from './hooks/useHearAgain'
import { useLeaving } from './hooks/useLeaving'
import { useLessonTitle } from './hooks/useLessonTitle'
import { useLessonRoom } from './hooks/useLessonRoom'
import { usePaceHint } from './hooks/usePaceHint'
import { useShortcuts } from './hooks/useShortcuts'
import { useShownNotice } from './hooks/useShownNotice'
import styles from './LessonPage.module.css'
import { cannotSpeak } from './room/microphone'
import type { NoticeAct } from './state/currentNotice'
import { sunState } from './state/sunState'
import { Announcer } from './view/Announcer'
import { Captions } from './view/Captions'
import { Dock } from './view/Dock'
import { EndDialog } from './view/EndDialog'
import { MicrophoneButton } from './view/MicrophoneButton'
import { NoticeBar } from './view/NoticeBar'
import { SceneHeader } from './view/SceneHeader'
import { SceneSlots } from './view/SceneSlots'
import { Stage } from './view/Stage'
import { Sun } from './view/Sun'
import { Tool } from './view/Tool'
import { TypePanel } from './view/TypePanel'

export function Lesson({ lessonId }: { lessonId: string }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const lessonRoom = useLessonRoom(lessonId)
  const { room, lesson, dispatch, entry, microphone, tutor, calls, reconnecting, hearing } = lessonRoom
  const { canPlayAudio, startAudio } = useAudioPlayback(room)
  const notice = useShownNotice(lessonRoom, !canPlayAudio)
  const go = useLeaving(lessonId, lessonRoom)
  const ending = useEnding(calls, go)
  const [endAsked, setEndAsked] = useState(false)
  const typeButton = useRef<HTMLButtonElement>(null)
  const hintButton = useRef<HTMLButtonElement>(null)
  const [draft, setDraft] = useState('')
  const [typing, setTyping] = useState<'asked' | 'closed' | null>(null)

  const state = sunState({
    phase: entry.phase,
    reconnecting,
    tutor: tutor?.state ?? null,
    microphoneOn: microphone.on,
    ended: lesson.ended !== null,
  })
  const paceHint = usePaceHint(lesson, state)
  const typingOpen = typing === 'asked' || (typing === null && cannotSpeak(microphone.status))
  const stop = () => {
    if (tutor?.state === 'speaking')
      calls?.interrupt().catch((error: unknown) => {
        console.warn('the tutor was not interrupted', error)
      })
  }
  const [{ shortcuts, korean }] = useSettings()
  const notifyFailed = () => {
    dispatch({ type: 'notify', code: 'failed', text: 'notice.failed', now: performance.now() })
  }
  const again = useHearAgain(room, microphone.microphone, notifyFailed)

  const { card } = lesson.help
  const tellHelp = useCallback(
    (action: HelpAction) => {
      dispatch({ type: 'help', action })
    },
    [dispatch],
  )
  const who = occupied({
    tutorListens: state === 'listening' || state === 'muted',
    learnerSpeaks: hearing,
    replaying: again.playing !== null,
    writing: draft.trim() !== '',
    reading: card.status !== 'closed' || endAsked,
  })
  const help = useHelp(lesson.help, tellHelp, calls, who)
  const toggleHint = () => {
    if (card.status === 'closed') help.ask()
    else tellHelp({ type: 'closed' })
  }
  const say = (text: string) => {
    // Who writes has answered the question about the microphone.
    if (cannotSpeak(microphone.status)) microphone.microphone.decline()
    dispatch({ type: 'typed', text })
  }
  const toggleTyping = () => {
    setTyping(typingOpen ? 'closed' : 'asked')
    if (card.status !== 'closed') tellHelp({ type: 'closed' })
  }
  const toggleMicrophone = () => void microphone.microphone.toggle()
  const askEnd = () => {
    setEndAsked(true)
  }
  useEscape(card.status !== 'closed' ? toggleHint : typingOpen ? toggleTyping : stop, !endAsked)
  useShortcuts(
    { KeyT: toggleTyping, KeyM: toggleMicrophone, KeyS: stop, KeyE: askEnd, KeyH: toggleHint },
    shortcuts && !endAsked,
  )

  const act = (chosen: NoticeAct) => {
    switch (chosen) {
      case 'take_back':
      case 'retry':
        entry.again()
        return
      case 'sound':
        void startAudio()
        return
      case 'microphone':
        void microphone.microphone.again()
        return
      case 'type_instead':
        microphone.microphone.decline()
        setTyping('asked')
        return
      case 'start_page':
        void navigate('/')
    }
  }

  const title = useLessonTitle(lesson)

  return (
    <RoomContext value={room}>
      <div className={styles['page']} data-panel={typingOpen || card.status !== 'closed' ? 'open' : 'closed'}>
        <a className={styles['skip']} href="#conversation">
          {t('app.skip')}
        </a>
        <header className={styles['top']}>
          <SceneHeader title={title} scenario={lesson.scenario} elapsed={lesson.elapsed} />
          <Button look="quiet" size="compact" isDisabled={ending.pending} data-testid="end" onPress={askEnd}>
            {t('dock.end')}
          </Button>
        </header>
        <main className={styles['main']}>
          <PageTitle title={t('lesson.heading', { title })} className="visually-hidden" />
          <Stage
            state={state}
            hearing={hearing}
            hint={ending.pending || state === 'ended' ? 'end.saving' : paceHint}
            sun={<Sun state={state} tutorTrack={tutor?.track} learnerTrack={microphone.track} />}
          >
            {lesson.stage === 'scenario' && <SceneSlots scenario={lesson.scenario} />}
          </Stage>
          <div className={styles['side']} id="conversation">
            <Captions lines={lesson.lines} />
            <NoticeBar notice={notice} onAct={act} />
            <OfferBar
              offer={who === 'nobody' ? lesson.help.offer : 'none'}
              onHint={help.ask}
              onGoOn={() => {
                tellHelp({ type: 'go_on' })
              }}
              onFinish={ending.begin}
            />
            {card.status !== 'closed' && (
              <HintCard
                card={card}
                korean={korean}
                playing={again.playing}
                opener={hintButton}
                onNext={() => {
                  tellHelp({ type: 'next' })
                }}
                onClose={toggleHint}
                onSend={say}
                onHear={(text) => {
                  again.hear('hint', (signal) => hintSound(text, lessonId, signal))
                }}
              />
            )}
            {typingOpen && card.status === 'closed' && (
              <TypePanel
                text={draft}
                onText={setDraft}
                takesFocus={typing === 'asked'}
                opener={typeButton}
                onSend={say}
              />
            )}
          </div>
          <Dock>
            <Tool ref={hintButton} onPress={toggleHint} expanded={card.status !== 'closed'} testId="hint">
              <Icon name="hint" />
              {t('dock.hint')}
            </Tool>
            <Tool ref={typeButton} onPress={toggleTyping} expanded={typingOpen} testId="type">
              <Icon name="type" />
              {t('dock.type')}
            </Tool>
            <MicrophoneButton
              on={microphone.status === 'open' && !microphone.muted}
              track={microphone.track}
              onPress={toggleMicrophone}
            />
            <Tool onPress={stop} idle={tutor?.state !== 'speaking'} testId="stop">
              <Icon name="stop" />
              {t('dock.stop')}
            </Tool>
          </Dock>
        </main>
        <Announcer
          notice={notice}
          state={state}
          microphoneOn={microphone.on}
          lines={lesson.lines}
          help={helpWords({ ...lesson.help, offer: who === 'nobody' ? lesson.help.offer : 'none' }, t)}
          silent={cannotSpeak(microphone.status)}
        />
        <EndDialog
          open={endAsked}
          onClose={() => {
            setEndAsked(false)
          }}
          onEnd={() => {
            setEndAsked(false)
            ending.begin()
          }}
        />
        <RoomAudioRenderer />
      </div>
    </RoomContext>
  )
}
