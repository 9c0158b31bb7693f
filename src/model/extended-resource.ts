// Names of resources: Kubernetes' own, and those of others that nodes may offer. Upstream: pkg/apis/core/v1/helper/helpers.go.
import { labelKeyProblems } from './label-syntax.ts'

/** A name without a domain, or within kubernetes.io/. */
export const isNativeResource = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')

/** A name of somebody else's resource that quota can name too: `example.org/gpu`. */
export const isExtendedResourceName = (name: string): boolean =>
  !isNativeResource(name) && !name.startsWith('requests.') && labelKeyProblems(`requests.${name}`).length === 0
