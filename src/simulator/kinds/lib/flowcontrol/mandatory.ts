// The objects priority and fairness cannot do without: their specs are fixed. Upstream: pkg/apis/flowcontrol/internalbootstrap.
import bootstrap from '../../../data/bootstrap.json' with { type: 'json' }

interface Bootstrap {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: unknown
}

const MANDATORY = ['exempt', 'catch-all']
let specs: ReadonlyMap<string, unknown> | undefined

/** The spec an object of this name must have; undefined when it is free. */
export function mandatorySpec(kind: string, name: string | undefined): unknown {
  specs ??= mandatorySpecs()
  return specs.get(`${kind}/${name ?? ''}`)
}

function mandatorySpecs(): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const { kind, metadata, spec } of bootstrap as unknown as Bootstrap[]) {
    const ours = kind === 'FlowSchema' || kind === 'PriorityLevelConfiguration'
    if (ours && MANDATORY.includes(metadata.name)) found.set(`${kind}/${metadata.name}`, spec)
  }
  return found
}
