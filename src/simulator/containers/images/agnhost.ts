// e2e-test-images/agnhost: the test image with many faces; one that is not known says that it is not simulated, and waits.
// Upstream: test/images/agnhost/{agnhost.go,Dockerfile}.
import { netexec } from '../agnhost/netexec.ts'
import { smallFaces } from '../agnhost/small.ts'
import type { ImageBehaviour, Program } from '../contract.ts'
import { bindTools } from '../programs/bind-tools.ts'
import { serve } from '../programs/serve.ts'
import { notSimulated } from '../programs/unknown.ts'

const agnhost: Program = (context, [what = 'pause', ...args]) => {
  if (what === 'netexec') return netexec(context, args)
  const face = smallFaces.get(what)
  if (face !== undefined) return face(context, args)
  context.err.write(notSimulated(`agnhost ${what}`))
  return serve(context, new Map())
}

/** e2e-test-images/agnhost. */
export const image: ImageBehaviour = {
  name: 'e2e-test-images/agnhost',
  size: 53_000_000,
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  packages: 'apk',
  has: ['bash', 'curl'],
  programs: { '/agnhost': agnhost, agnhost, ...bindTools },
}
