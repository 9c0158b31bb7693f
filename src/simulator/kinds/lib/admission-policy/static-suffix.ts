// Names for configurations that come from files. Upstream: pkg/apis/admissionregistration/validation/static_suffix.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { KindContext } from '../../contract.ts'

const SUFFIX = '.static.k8s.io'
const RESERVED = `names ending with "${SUFFIX}" are reserved for static manifest-based configurations and cannot be managed via the API`
const GATE = 'ManifestBasedAdmissionControlConfig'

/** Refuses them where the feature is on. */
export function validateStaticSuffix({ metadata }: KubeObject, errors: FieldErrors, { gates }: KindContext): void {
  if (metadata.name?.endsWith(SUFFIX) && gates.enabled(GATE)) errors.invalid('metadata.name', metadata.name, RESERVED)
}

/** Warns on creation where it is off. */
export const createWarnings = (object: KubeObject, { gates }: KindContext): readonly string[] =>
  gates.enabled(GATE) ? [] : updateWarnings(object)

/** Warns on update in any case. */
export const updateWarnings = ({ metadata }: KubeObject): readonly string[] =>
  metadata.name?.endsWith(SUFFIX) ? [`metadata.name: ${RESERVED}`] : []
