import type { Ref } from 'react'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import type { Help } from '../help/useHelp'
import type { Typing } from '../hooks/useTyping'
import { shownAs } from '../room/microphone'
import type { LearnersMicrophone } from '../room/useMicrophone'
import { TalkButton } from '../talk/TalkButton'
import type { Talk } from '../talk/useTalk'
import { Dock } from './Dock'
import { MicrophoneButton } from './MicrophoneButton'
import { Tool } from './Tool'

interface ToolsProps {
  help: Help
  hintOpener: Ref<HTMLButtonElement>
  typing: Typing
  typeOpener: Ref<HTMLButtonElement>
  onType: () => void
  /** The talk button, where the learner talks by it. */
  talk: Talk | null
  microphone: LearnersMicrophone
  onMicrophone: () => void
  speaking: boolean
  onStop: () => void
  onSettings: () => void
}

/** The five tools of the dock. */
export function Tools(props: ToolsProps) {
  const { help, hintOpener, typing, typeOpener, onType } = props
  const { talk, microphone, onMicrophone, speaking, onStop, onSettings } = props
  const { t } = useWords()
  const shown = shownAs(microphone)
  const hintOpen = help.card.status !== 'closed'
  return (
    <Dock>
      <Tool ref={hintOpener} onPress={help.toggle} expanded={hintOpen} testId="hint">
        <Icon name="hint" />
        {t('dock.hint')}
      </Tool>
      <Tool ref={typeOpener} onPress={onType} expanded={typing.open && !hintOpen} testId="type">
        <Icon name="type" />
        {t('dock.type')}
      </Tool>
      {talk !== null && (shown === 'on' || talk.phase !== 'idle') ? (
        <TalkButton talk={talk} track={microphone.track} />
      ) : (
        <MicrophoneButton shown={shown} track={microphone.track} onPress={onMicrophone} />
      )}
      <Tool onPress={onStop} idle={!speaking} testId="stop">
        <Icon name="stop" />
        {t('dock.stop')}
      </Tool>
      <Tool onPress={onSettings} dialog testId="settings">
        <Icon name="settings" />
        {t('dock.settings')}
      </Tool>
    </Dock>
  )
}
