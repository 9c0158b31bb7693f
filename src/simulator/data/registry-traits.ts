// How upstream's registries differ from the default, for every built-in resource: facts of pkg/registry/<group>/<resource>/{strategy,storage}.
// A kind's own folder may say more; these hold for kinds that have none yet, too.

interface StoredResource {
  readonly key: string
  readonly group: string
  readonly resource: string
  readonly custom?: unknown
}

/** Servers of their own, which keep what is theirs under its group. */
const GROUPED: ReadonlySet<string> = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io'])

/** ReturnDeletedObject: a DELETE that removes at once answers with the object, not with a Status. */
export const returnDeletedObject: ReadonlySet<string> = new Set([
  'pods',
  'services',
  'serviceaccounts',
  'persistentvolumes',
  'persistentvolumeclaims',
  'podtemplates',
  'resourcequotas',
  'namespaces',
  'csidrivers.storage.k8s.io',
  'csinodes.storage.k8s.io',
  'storageclasses.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'volumeattributesclasses.storage.k8s.io',
  'deviceclasses.resource.k8s.io',
  'resourceclaims.resource.k8s.io',
  'resourceclaimtemplates.resource.k8s.io',
  'resourceslices.resource.k8s.io',
])

/** AllowCreateOnUpdate: a PUT of an absent name creates it. */
export const createOnUpdate: ReadonlySet<string> = new Set([
  'limitranges',
  'services',
  'events',
  'endpoints',
  'leases.coordination.k8s.io',
  'events.events.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'runtimeclasses.node.k8s.io',
])

/** AllowUnconditionalUpdate is false: a PUT must name its resourceVersion. */
export const conditionalUpdateOnly: ReadonlySet<string> = new Set([
  'customresourcedefinitions.apiextensions.k8s.io',
  'runtimeclasses.node.k8s.io',
  'poddisruptionbudgets.policy',
  'csidrivers.storage.k8s.io',
  'csistoragecapacities.storage.k8s.io',
  'volumeattachments.storage.k8s.io',
  'csinodes.storage.k8s.io',
  'leases.coordination.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  'apiservices.apiregistration.k8s.io',
])

/** The registry does not take part in garbage collection: no orphan or foreground finalizers on deletion. */
export const withoutGarbageCollection: ReadonlySet<string> = new Set(['events', 'events.events.k8s.io'])

/** Dependents are orphaned when a deletion does not say otherwise (rest.OrphanDependents; only very old versions had others). */
export const orphanByDefault: ReadonlySet<string> = new Set(['replicationcontrollers', 'jobs.batch'])

const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['replicationcontrollers', 'controllers'],
  ['endpoints', 'services/endpoints'],
  ['nodes', 'minions'],
  ['services', 'services/specs'],
  ['ingresses.networking.k8s.io', 'ingress'],
])

/** Where a resource lies in etcd. Upstream: SpecialDefaultResourcePrefixes in pkg/kubeapiserver/default_storage_factory_builder.go. */
export function storagePrefix({ key, group, resource, custom }: StoredResource): string {
  if (custom !== undefined || GROUPED.has(group)) return `${group}/${resource}`
  return PREFIXES.get(key) ?? resource
}
