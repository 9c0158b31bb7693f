// AlwaysAdmit: allows everything; upstream keeps the name for old configurations. Upstream: plugin/pkg/admission/admit/admission.go.
import type { AdmissionPlugin } from './contract.ts'

/** The AlwaysAdmit plugin. */
export const plugin: AdmissionPlugin = { name: 'AlwaysAdmit', handles: () => false }
