// DenyServiceExternalIPs: services get no external addresses they did not have. Upstream:
// plugin/pkg/admission/network/denyserviceexternalips/admission.go.
import type { Service } from '../../generated/api/core.v1.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

/** The DenyServiceExternalIPs plugin. */
export const plugin: AdmissionPlugin = {
  name: 'DenyServiceExternalIPs',
  handles: ({ operation, resource, subresource }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && resource.key === 'services' && subresource === '',
  validate(attributes) {
    const had = (attributes.oldObject as Service | undefined)?.spec?.externalIPs ?? []
    const wanted = (attributes.object as Service).spec?.externalIPs ?? []
    if (wanted.every((address) => had.includes(address))) return
    throw refuse(attributes, 'Use of external IPs is denied by admission control')
  },
}
