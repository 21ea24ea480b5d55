import type { Ref } from 'react'
import { Icon } from '../../parts/Icon'
import { useWords } from '../../words/useWords'
import type { Help } from '../help/useHelp'
import type { Typing } from '../hooks/useTyping'
import type { LearnersMicrophone } from '../room/useMicrophone'
import { Dock } from './Dock'
import { MicrophoneButton } from './MicrophoneButton'
import { Tool } from './Tool'

interface ToolsProps {
  help: Help
  hintOpener: Ref<HTMLButtonElement>
  typing: Typing
  typeOpener: Ref<HTMLButtonElement>
  onType: () => void
  microphone: LearnersMicrophone
  onMicrophone: () => void
  speaking: boolean
  onStop: () => void
}

/** The five tools of the dock. */
export function Tools(props: ToolsProps) {
  const { help, hintOpener, typing, typeOpener, onType, microphone, onMicrophone, speaking, onStop } = props
  const { t } = useWords()
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
      <MicrophoneButton
        on={microphone.status === 'open' && !microphone.muted}
        track={microphone.track}
        onPress={onMicrophone}
      />
      <Tool onPress={onStop} idle={!speaking} testId="stop">
        <Icon name="stop" />
        {t('dock.stop')}
      </Tool>
    </Dock>
  )
}
