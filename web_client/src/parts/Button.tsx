import type { Ref } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { type ButtonLook, buttonLook } from './buttonLook'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  look?: ButtonLook
  size?: 'usual' | 'compact'
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', size = 'usual', ref, ...rest }: ButtonProps) {
  return <AriaButton {...rest} {...(ref && { ref })} className={buttonLook(look, size)} />
}
