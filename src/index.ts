// The library: read features, play them, and have a cluster of one's own, from a program.
import { createEmbeddedCluster } from './cluster/embedded.ts'
import type { ClusterOptions, Cluster as ClusterPort } from './cluster/port.ts'

/** A cluster to act on. */
export type Cluster = ClusterPort

/** Makes clusters: `const cluster = Cluster.create({ nodes: [{ name: 'node-1' }] })`. */
export const Cluster = {
  create: (options: ClusterOptions = {}): ClusterPort => createEmbeddedCluster(options),
}

export { createEmbeddedCluster } from './cluster/embedded.ts'
export type {
  ApiObject,
  ApiRequest,
  ApiResponse,
  Change,
  ClusterFactory,
  ClusterOptions,
  History,
  KindInfo,
  NodeSpec,
} from './cluster/port.ts'
export { type Diagnostic, hasErrors, renderDiagnostic } from './language/diagnostic.ts'
export { type Outline, parseOutline } from './language/outline/parse.ts'
export { type ParsedFeature, type ParseOptions, parseFeature } from './language/parse-feature.ts'
export type { FeatureTree, ScenarioTree, StepTree } from './language/tree.ts'
export type { PlayFiles, SnapshotPort } from './play/contract.ts'
export { filesIn } from './play/node-files.ts'
export type { Failure, Outcome, ScenarioResult, StepResult, TimelineEntry } from './play/result.ts'
export { checkFeature, type FeatureRun, playFeature, type RunFeatureOptions, runFeature } from './play/run-feature.ts'
