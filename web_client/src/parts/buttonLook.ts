import styles from './button.module.css'
import { classes } from './classes'

export type ButtonLook = 'voice' | 'plain' | 'quiet' | 'soft' | 'link' | 'icon' | 'erase' | 'danger'

/** The look of a button, for buttons and for links that are one. */
export function buttonLook(look: ButtonLook, size: 'usual' | 'compact' = 'usual'): string {
  return classes(styles['button'], look !== 'plain' && styles[look], size === 'compact' && styles['compact'])
}
