import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { MicrophoneField } from '../../microphone/MicrophoneField'
import dialog from '../../parts/dialog.module.css'
import { IconButton } from '../../parts/IconButton'
import {
  CaptionsField,
  KoreanField,
  PaceField,
  PatienceField,
  ReadCaptionsField,
  ShortcutsField,
  TalkField,
} from '../../settings/fields'
import type { Voice } from '../../settings/settings'
import { VoiceList } from '../../settings/VoiceList'
import { say } from '../../words/saying'
import { useWords } from '../../words/useWords'
import type { ShownNotice } from '../state/currentNotice'
import { KeyList } from './KeyList'
import { MicrophoneLevel } from './MicrophoneLevel'
import styles from './SettingsSheet.module.css'

interface SettingsSheetProps {
  open: boolean
  onClose: () => void
  /** The tutor's voice; null: not known yet. */
  speaks: Voice | null
  /** The learner has allowed a microphone: devices have names. */
  microphoneAllowed: boolean
  /** The microphone while the tutor hears it. */
  track: MediaStreamTrack | undefined
  /** What the page says meanwhile: the sheet lies over the place where it stands. */
  notice: ShownNotice | null
}

/** What can be changed while the lesson goes on. Each change holds at once. */
export function SettingsSheet(props: SettingsSheetProps) {
  const { open, onClose, speaks, microphoneAllowed, track, notice } = props
  const { t, language } = useWords()
  return (
    <ModalOverlay
      className={dialog['scrim'] ?? ''}
      isOpen={open}
      isDismissable
      onOpenChange={(stays) => {
        if (!stays) onClose()
      }}
    >
      <Modal className={`${dialog['modal'] ?? ''} ${styles['sheet'] ?? ''}`}>
        <Dialog className={styles['dialog'] ?? ''} data-testid="settings-sheet">
          <header className={styles['head']}>
            <Heading slot="title">{t('setup.title')}</Heading>
            <IconButton icon="close" label={t('common.close')} testId="settings-close" onPress={onClose} />
          </header>
          <p className={styles['notice']} role="status">
            {notice && say(notice.text, t, language)}
          </p>
          <div className={styles['fields']}>
            <VoiceList speaks={speaks} />
            <TalkField />
            <PatienceField />
            <CaptionsField />
            <KoreanField />
            <PaceField />
            <MicrophoneField allowed={microphoneAllowed} />
            <MicrophoneLevel track={track} />
            <ReadCaptionsField />
            <ShortcutsField />
            <KeyList />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
