// What of an object the simulator does not act on, and why a kubelet would not start, for those who look at files before anything
// is played.
export { gateNotSimulated, kubeletStartError, type NotSimulatedPart, notSimulatedParts } from '../simulator/compose.ts'
