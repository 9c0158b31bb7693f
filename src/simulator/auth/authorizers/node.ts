// Mode Node: a kubelet may read what the pods of its node need, and otherwise what every kubelet needs.
// Upstream: plugin/pkg/auth/authorizer/node/node_authorizer.go. What all nodes may do alike are the rules of system:node.
import type { PolicyRule } from '../../../generated/api/rbac.v1.ts'
import { nodeIdentity } from '../../../model/node-identity.ts'
import { quote } from '../../../model/quote.ts'
import type { FeatureGates, KubeObject, UserInfo } from '../../api/types.ts'
import bootstrap from '../../data/bootstrap.json' with { type: 'json' }
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { ALLOWED, NO_OPINION } from '../contract.ts'
import { NodeGraph, type ReferencedResource, type Watched } from '../node/graph.ts'
import { ruleAllows } from '../rbac/rule.ts'

const NONE: UserRules = { resourceRules: [], nonResourceRules: [], incomplete: false }
const UNKNOWN: UserRules = { ...NONE, incomplete: true, error: 'node authorizer does not support user rule resolution' }
const LEASES = 'kube-node-lease'
const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete'])
const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch'])

let rules: readonly PolicyRule[] | undefined

/** NodeRules: those of the cluster role that is there from the start. */
function nodeRules(): readonly PolicyRule[] {
  rules ??= (bootstrap as unknown as readonly (KubeObject & { rules?: PolicyRule[] })[]).find(
    ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === 'system:node',
  )?.rules
  return rules ?? []
}

/** Allows members of system:nodes whose name says that they are a node. */
export class NodeAuthorizer implements Authorizer {
  readonly #source: Watched
  readonly #gates: FeatureGates
  readonly #graph: NodeGraph

  constructor(source: Watched, gates: FeatureGates) {
    this.#source = source
    this.#gates = gates
    this.#graph = new NodeGraph(source)
  }

  authorize(asked: AuthorizationAttributes): Decision {
    const node = nodeIdentity(asked.user)
    if (node === undefined) return NO_OPINION
    if (node === '') return refuse(`unknown node for user ${quote(asked.user.name)}`)
    return this.#special(node, asked) ?? byRules(asked)
  }

  /** Upstream does not enumerate what its graph allows either. */
  rulesFor(user: UserInfo): UserRules {
    return nodeIdentity(user) === undefined ? NONE : UNKNOWN
  }

  /** Resources of which a node sees its own part; undefined for all others. */
  #special(node: string, asked: AuthorizationAttributes): Decision | undefined {
    if (!asked.resourceRequest) return undefined
    switch (asked.apiGroup === '' ? asked.resource : `${asked.resource}.${asked.apiGroup}`) {
      case 'secrets':
      case 'configmaps':
        return this.#read(node, asked.resource as ReferencedResource, asked)
      case 'persistentvolumeclaims':
        return asked.subresource === 'status'
          ? this.#claimStatus(node, asked)
          : (onlyGet(asked) ?? this.#referenced(node, asked.resource as ReferencedResource, asked))
      case 'persistentvolumes':
        return onlyGet(asked) ?? related(node, asked, () => this.#graph.relatedVolume(node, asked.name))
      case 'resourceclaims.resource.k8s.io':
        return onlyGet(asked) ?? this.#referenced(node, 'resourceclaims.resource.k8s.io', asked)
      case 'volumeattachments.storage.k8s.io':
        return onlyGet(asked) ?? this.#named(node, 'volumeattachments.storage.k8s.io', asked)
      case 'serviceaccounts':
        return this.#serviceAccount(node, asked)
      case 'leases.coordination.k8s.io':
        return lease(node, asked)
      case 'csinodes.storage.k8s.io':
        return csiNode(node, asked)
      case 'resourceslices.resource.k8s.io':
        return this.#slice(node, asked)
      case 'nodes':
        return ownNode(node, asked)
      case 'pods':
        return this.#pod(node, asked)
      case 'podcertificaterequests.certificates.k8s.io':
        return this.#gates.enabled('PodCertificateRequest') ? this.#certificateRequest(node, asked) : NO_OPINION
      default:
        return undefined
    }
  }

  #read(node: string, resource: ReferencedResource, asked: AuthorizationAttributes): Decision {
    if (!READS.has(asked.verb)) return refuse('can only read resources of this type')
    if (asked.subresource !== '') return refuse('cannot read subresource')
    if (asked.namespace === '') return refuse('can only read namespaced object of this type')
    return this.#referenced(node, resource, asked)
  }

  #referenced(node: string, resource: ReferencedResource, asked: AuthorizationAttributes): Decision {
    return related(node, asked, () => this.#graph.related(node, resource, asked.namespace, asked.name))
  }

  /** Objects that say in their spec which node they are of. */
  #named(node: string, resource: string, asked: AuthorizationAttributes): Decision {
    return related(node, asked, () => {
      const found = this.#source.get<KubeObject & { spec?: { nodeName?: string } }>(
        resource,
        asked.namespace,
        asked.name,
      )
      return found?.spec?.nodeName === node
    })
  }

  #claimStatus(node: string, asked: AuthorizationAttributes): Decision {
    if (asked.verb !== 'update' && asked.verb !== 'patch') return refuse('can only get/update/patch this type')
    return this.#referenced(node, 'persistentvolumeclaims', asked)
  }

  #serviceAccount(node: string, asked: AuthorizationAttributes): Decision {
    const { verb, subresource, name } = asked
    if (verb === 'get' && subresource === '') {
      const may =
        this.#gates.enabled('KubeletServiceAccountTokenForCredentialProviders') ||
        this.#gates.enabled('PodCertificateRequest')
      return may ? this.#read(node, 'serviceaccounts', asked) : refuse('not allowed to get service accounts')
    }
    if (verb !== 'create' || name === '') return refuse('can only create tokens for individual service accounts')
    if (subresource !== 'token') return refuse('can only create token subresource of serviceaccount')
    return this.#referenced(node, 'serviceaccounts', asked)
  }

  #slice(node: string, asked: AuthorizationAttributes): Decision {
    if (asked.subresource !== '') return refuse('cannot authorize ResourceSlice subresources')
    switch (asked.verb) {
      case 'create':
        return ALLOWED
      case 'get':
      case 'update':
      case 'patch':
      case 'delete':
        return this.#named(node, 'resourceslices.resource.k8s.io', asked)
      case 'watch':
      case 'list':
      case 'deletecollection':
        if (selects(asked, 'spec.nodeName', node)) return ALLOWED
        return refuse('can only list/watch/deletecollection resourceslices with nodeName field selector')
      default:
        return refuse(
          'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
        )
    }
  }

  #certificateRequest(node: string, asked: AuthorizationAttributes): Decision {
    const { verb, subresource } = asked
    if (subresource !== '') return refuse('nodes may not access the status subresource of PodCertificateRequests')
    if (verb === 'create') return ALLOWED
    if (verb === 'get') return this.#named(node, 'podcertificaterequests.certificates.k8s.io', asked)
    if (verb !== 'list' && verb !== 'watch') return refuse(`nodes may not ${verb} podcertificaterequests`)
    if (selects(asked, 'spec.nodeName', node)) return ALLOWED
    return refuse('can only list/watch podcertificaterequests with nodeName field selector')
  }

  #pod(node: string, asked: AuthorizationAttributes): Decision {
    const { verb, subresource } = asked
    if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOWED : NO_OPINION
    if (subresource === 'eviction') return verb === 'create' ? ALLOWED : NO_OPINION
    if (subresource !== '') return NO_OPINION
    if (verb === 'create' || verb === 'delete') return ALLOWED
    if (verb === 'get') return this.#named(node, 'pods', asked)
    if (verb !== 'list' && verb !== 'watch') return NO_OPINION
    if (selects(asked, 'spec.nodeName', node)) return ALLOWED
    if (asked.name !== '') return this.#named(node, 'pods', asked)
    return refuse('can only list/watch pods with spec.nodeName field selector')
  }
}

const refuse = (reason: string): Decision => ({ verdict: 'NoOpinion', reason })

function byRules(asked: AuthorizationAttributes): Decision {
  return nodeRules().some((rule) => ruleAllows(rule, asked)) ? ALLOWED : NO_OPINION
}

function onlyGet({ verb, subresource }: AuthorizationAttributes): Decision | undefined {
  if (verb !== 'get') return refuse('can only get individual resources of this type')
  return subresource === '' ? undefined : refuse('cannot get subresource')
}

function related(node: string, { name }: AuthorizationAttributes, holds: () => boolean): Decision {
  if (name === '') return refuse('No Object name found')
  return holds() ? ALLOWED : refuse(`no relationship found between node '${node}' and this object`)
}

const selects = ({ fieldSelector = [] }: AuthorizationAttributes, field: string, value: string): boolean =>
  fieldSelector.some((one) => one.field === field && one.equal && one.value === value)

function lease(node: string, { verb, namespace, name }: AuthorizationAttributes): Decision {
  if (verb !== 'get' && !WRITES.has(verb)) return refuse('can only get, create, update, patch, or delete a node lease')
  if (namespace !== LEASES) return refuse(`can only access leases in the ${quote(LEASES)} system namespace`)
  if (verb === 'create' || name === node) return ALLOWED
  return refuse('can only access node lease with the same name as the requesting node')
}

function csiNode(node: string, { verb, subresource, name }: AuthorizationAttributes): Decision {
  if (verb !== 'get' && !WRITES.has(verb)) return refuse('can only get, create, update, patch, or delete a CSINode')
  if (subresource !== '') return refuse('cannot authorize CSINode subresources')
  if (verb === 'create' || name === node) return ALLOWED
  return refuse('can only access CSINode with the same name as the requesting node')
}

function ownNode(node: string, { verb, subresource, name }: AuthorizationAttributes): Decision {
  if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOWED : NO_OPINION
  if (subresource !== '') return NO_OPINION
  if (verb === 'create' || verb === 'update' || verb === 'patch') return ALLOWED
  if (!READS.has(verb)) return NO_OPINION
  if (name === node) return ALLOWED
  return refuse(
    name === ''
      ? `node '${node}' cannot read all nodes, only its own Node object`
      : `node '${node}' cannot read '${name}', only its own Node object`,
  )
}
