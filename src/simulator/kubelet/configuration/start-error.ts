// Whether a kubelet would start, asked before there is one.
import { kubeletDefaults } from '../settings.ts'
import { configurationError } from './validate.ts'

/** Why a kubelet configured with these fields does not start. */
export const kubeletStartError = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  configurationError({ ...kubeletDefaults, ...fields })
