import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { type ButtonLook, buttonLook } from './buttonLook'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  look?: ButtonLook
  size?: 'usual' | 'compact'
}

export function Button({ look = 'plain', size = 'usual', ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={buttonLook(look, size)} />
}
