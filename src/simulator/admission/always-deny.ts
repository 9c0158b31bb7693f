// AlwaysDeny: refuses every write. Upstream: plugin/pkg/admission/deny/admission.go.
import type { AdmissionAttributes, AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const deny = (attributes: AdmissionAttributes): never => {
  throw refuse(attributes, 'admission control is denying all modifications')
}

/** The AlwaysDeny plugin. */
export const plugin: AdmissionPlugin = { name: 'AlwaysDeny', handles: () => true, admit: deny, validate: deny }
