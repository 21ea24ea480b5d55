import { RoomAudioRenderer, RoomContext, useAudioPlayback } from '@livekit/components-react'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '../parts/Button'
import { PageTitle } from '../parts/PageTitle'
import { useSettings } from '../settings/useSettings'
import { useWords } from '../words/useWords'
import { useEnding } from './hooks/useEnding'
import { useEscape } from './hooks/useEscape'
import { useHint } from './hooks/useHint'
import { useLeaving } from './hooks/useLeaving'
import { useLessonTitle } from './hooks/useLessonTitle'
import { useLessonRoom } from './hooks/useLessonRoom'
import { useShortcuts } from './hooks/useShortcuts'
import { useShownNotice } from './hooks/useShownNotice'
import styles from './LessonPage.module.css'
import { interruptTutor } from './room/tutorCalls'
import { cannotSpeak } from './room/microphone'
import type { NoticeAct } from './state/currentNotice'
import { sunState } from './state/sunState'
import { Announcer } from './view/Announcer'
import { Captions } from './view/Captions'
import { Dock } from './view/Dock'
import { EndDialog } from './view/EndDialog'
import { NoticeBar } from './view/NoticeBar'
import { SceneHeader } from './view/SceneHeader'
import { SceneSlots } from './view/SceneSlots'
import { Stage } from './view/Stage'
import { Sun } from './view/Sun'
import { TypePanel } from './view/TypePanel'

export function Lesson({ lessonId }: { lessonId: string }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const lessonRoom = useLessonRoom(lessonId)
  const { room, lesson, dispatch, entry, microphone, tutor, reconnecting, hearing } = lessonRoom
  const { canPlayAudio, startAudio } = useAudioPlayback(room)
  const notice = useShownNotice(lessonRoom, !canPlayAudio)
  const go = useLeaving(lessonId, lessonRoom)
  const ending = useEnding(room, tutor?.identity ?? null, go)
  const [endAsked, setEndAsked] = useState(false)
  const typeButton = useRef<HTMLButtonElement>(null)
  const [typing, setTyping] = useState<'asked' | 'closed' | null>(null)

  const state = sunState({
    phase: entry.phase,
    reconnecting,
    tutor: tutor?.state ?? null,
    microphoneOn: microphone.on,
    ended: lesson.ended !== null,
  })
  const hint = useHint(lesson, state)
  const typingOpen = typing === 'asked' || (typing === null && cannotSpeak(microphone.status))
  const stop = () => {
    if (tutor?.state === 'speaking')
      interruptTutor(room, tutor.identity).catch((error: unknown) => {
        console.warn('the tutor was not interrupted', error)
      })
  }
  const [{ shortcuts }] = useSettings()
  const toggleTyping = () => {
    setTyping(typingOpen ? 'closed' : 'asked')
    if (typingOpen) typeButton.current?.focus()
  }
  const toggleMicrophone = () => void microphone.microphone.toggle()
  const askEnd = () => {
    setEndAsked(true)
  }
  useEscape(typingOpen ? toggleTyping : stop, !endAsked)
  useShortcuts(
    { KeyT: toggleTyping, KeyM: toggleMicrophone, KeyS: stop, KeyE: askEnd },
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
      <div className={styles['page']} data-panel={typingOpen ? 'open' : 'closed'}>
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
            hint={ending.pending || state === 'ended' ? 'end.saving' : hint}
            sun={<Sun state={state} tutorTrack={tutor?.track} learnerTrack={microphone.track} />}
          >
            {lesson.stage === 'scenario' && <SceneSlots scenario={lesson.scenario} />}
          </Stage>
          <div className={styles['side']} id="conversation">
            <Captions lines={lesson.lines} />
            <NoticeBar notice={notice} onAct={act} />
            {typingOpen && (
              <TypePanel
                takesFocus={typing === 'asked'}
                onSend={(text) => {
                  // Who writes has answered the question about the microphone.
                  if (cannotSpeak(microphone.status)) microphone.microphone.decline()
                  dispatch({ type: 'typed', text })
                }}
              />
            )}
          </div>
          <Dock
            typing={typingOpen}
            typeButton={typeButton}
            onType={toggleTyping}
            microphoneOn={microphone.on}
            microphoneTrack={microphone.track}
            onMicrophone={toggleMicrophone}
            speaking={tutor?.state === 'speaking'}
            onStop={stop}
          />
        </main>
        <Announcer
          notice={notice}
          state={state}
          microphoneOn={microphone.on}
          lines={lesson.lines}
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
