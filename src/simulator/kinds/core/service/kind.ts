// Service: a name and an address for the pods a selector finds. Its addresses and node ports are handed out by the server.
// Upstream: pkg/registry/core/service/{strategy.go,storage/storage.go}.
import type { Service } from '../../../../generated/api/core.v1.ts'
import type { Alongside, KindContext, KindRules } from '../../contract.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSLabel } from '../../lib/validation/names.ts'
import { beginService, heldIPs } from './allocation/begin.ts'
import { IP_ADDRESSES, ipAddressFor } from './allocation/cluster-ips.ts'
import { setServiceDefaults } from './defaults.ts'
import { prepareServiceUpdate } from './prepare.ts'
import { serviceRow } from './row.ts'
import { validateService } from './validation.ts'
import { validateLoadBalancerStatus } from './validation-traffic.ts'
import { validateServiceChange } from './validation-update.ts'
import { serviceStatusWarnings, serviceWarnings } from './warnings.ts'

const NOTHING: readonly string[] = []

/** Addresses are held by IPAddress objects; a service takes the Endpoints of its name along when it goes. */
function alongside(service: Service | undefined, old: Service | undefined): Alongside | undefined {
  const now = service === undefined ? NOTHING : heldIPs(service)
  const before = old === undefined ? NOTHING : heldIPs(old)
  const taken = now.filter((ip) => !before.includes(ip))
  const released = before.filter((ip) => !now.includes(ip))
  const { namespace = '', name = '' } = (service ?? old)?.metadata ?? {}
  if (service !== undefined && taken.length + released.length === 0) return undefined
  return {
    create: taken.map((ip) => ({ resource: IP_ADDRESSES, object: ipAddressFor(ip, { namespace, name }) })),
    remove: [
      ...released.map((ip) => ({ resource: IP_ADDRESSES, namespace: '', name: ip })),
      ...(service === undefined ? [{ resource: 'endpoints', namespace, name }] : []),
    ],
  }
}

const isStrict = ({ gates }: KindContext): boolean => gates.enabled('StrictIPCIDRValidation')

/** Service of v1. */
export const kind: KindRules<Service> = {
  apiVersion: 'v1',
  kind: 'Service',
  name: nameIsDNSLabel,
  defaults: setServiceDefaults,
  begin: beginService,
  prepareForCreate(object) {
    object.status = { loadBalancer: {} }
  },
  validate: (object, errors, context) => validateService(object, undefined, errors, isStrict(context)),
  warningsOnCreate: serviceWarnings,
  update: {
    prepare: prepareServiceUpdate,
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateServiceChange(object, old, errors)
      validateService(object, old, errors, isStrict(context))
    },
    warnings: serviceWarnings,
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate(object, old, errors, context) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        const balanced = object.spec.type === 'LoadBalancer'
        const { loadBalancer } = object.status
        validateLoadBalancerStatus(loadBalancer, old.status.loadBalancer, balanced, errors, isStrict(context))
      },
      warnings: serviceStatusWarnings,
    },
  },
  decorate({ spec }) {
    if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy
  },
  alongside,
  fieldNames: ['metadata.name', 'metadata.namespace', 'spec.clusterIP', 'spec.type'],
  fields: ({ spec }) => ({ 'spec.clusterIP': spec.clusterIP ?? '', 'spec.type': spec.type ?? '' }),
  row: serviceRow,
}
