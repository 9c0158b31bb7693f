// The library: read features, play them, and have a cluster of one's own, from a program.
export { createEmbeddedCluster } from './cluster/embedded.ts'
export type {
  ApiObject,
  ApiRequest,
  ApiResponse,
  Change,
  Cluster,
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
export type { Failure, Outcome, ScenarioResult, StepResult, TimelineEntry } from './play/result.ts'
export { runFeature } from './play/run-feature.ts'
