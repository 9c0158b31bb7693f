// iSCSI volumes. Upstream: pkg/apis/core/validation/validation.go (validateISCSIVolumeSource).
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { byteLength, inclusiveRangeError } from '../../validation/names.ts'
import type { SourceCheck, SourceContext } from './source-rule.ts'

const IQN = /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\t\n\f\r ]+)$/
const EUI = /^eui.[A-Za-z0-9]{16}$/s
const NAA = /^naa.[A-Za-z0-9]{32}$/s
const FORMATS: readonly (readonly [string, RegExp])[] = [
  ['iqn', IQN],
  ['eui', EUI],
  ['naa', NAA],
]

/** What is wrong with an initiator's or target's name; undefined when it is fine. */
export function iscsiNameProblem(name: string): string | undefined {
  const format = FORMATS.find(([prefix]) => name.startsWith(prefix))
  if (format === undefined) return 'must be valid format starting with iqn, eui, or naa'
  return format[1].test(name) ? undefined : 'must be valid format'
}

/** An iSCSI volume. */
export const validateIscsi: SourceCheck<'iscsi'> = (iscsi, path, errors) => {
  if (iscsi.targetPortal === '') errors.required(path.child('targetPortal'))
  if (iscsi.iqn === '') errors.required(path.child('iqn'))
  else validateName(iscsi.iqn, path.child('iqn'), errors)
  if (iscsi.lun < 0 || iscsi.lun > 255) errors.invalid(path.child('lun'), iscsi.lun, inclusiveRangeError(0, 255))
  if ((iscsi.chapAuthDiscovery || iscsi.chapAuthSession) && iscsi.secretRef === undefined) {
    errors.required(path.child('secretRef'))
  }
  if (iscsi.initiatorName !== undefined) validateName(iscsi.initiatorName, path.child('initiatorname'), errors)
}

function validateName(name: string, path: Path, errors: FieldErrors): void {
  const problem = iscsiNameProblem(name)
  if (problem !== undefined) errors.invalid(path, name, problem)
}

/** With an initiator's name, the names of volume and portal together must be short; said even of a second source. */
export function validateIscsiNameLength(
  iscsi: { targetPortal: string; initiatorName?: string | undefined },
  errors: FieldErrors,
  { volume, volumePath }: SourceContext,
): void {
  if (iscsi.initiatorName === undefined || byteLength(`${volume}:${iscsi.targetPortal}`) <= 64) return
  const detail =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'
  errors.invalid(volumePath.child('name'), volume, detail)
}
