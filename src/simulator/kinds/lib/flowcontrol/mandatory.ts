// The objects priority and fairness cannot do without: their specs are fixed. Upstream: pkg/apis/flowcontrol/internalbootstrap.
import bootstrap from '../../../data/bootstrap.json' with { type: 'json' }

const MANDATORY = ['exempt', 'catch-all']
const specs = new Map<string, unknown>()
for (const { kind, metadata, spec } of bootstrap as unknown as {
  kind: string
  metadata: { name: string }
  spec: unknown
}[]) {
  const ours = kind === 'FlowSchema' || kind === 'PriorityLevelConfiguration'
  if (ours && MANDATORY.includes(metadata.name)) specs.set(`${kind}/${metadata.name}`, spec)
}

/** The spec an object of this name must have; undefined when it is free. */
export const mandatorySpec = (kind: string, name: string | undefined): unknown => specs.get(`${kind}/${name ?? ''}`)
