import { expect, it } from 'vitest'
import { checkControllers, SettingError } from './settings.ts'

it('takes controllers that are simulated, all of them, and leaves out what it is told to', () => {
  expect(() => checkControllers(['*', '-selinux-warning-controller', 'token-cleaner-controller'])).not.toThrow()
})

it('refuses controllers that are unknown, or asked for and not simulated', () => {
  expect(() => checkControllers(['deploymnt'])).toThrow(
    new SettingError('"deploymnt" is not in the list of known controllers'),
  )
  expect(() => checkControllers(['selinux-warning-controller'])).toThrow(
    new SettingError('controller "selinux-warning-controller" is not simulated'),
  )
})
