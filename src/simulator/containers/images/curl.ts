// curlimages/curl: curl on alpine, run by a user of its own whom the image gives by name. Upstream: curl/curl-container.
import type { ImageBehaviour } from '../contract.ts'

/** curlimages/curl. */
export const image: ImageBehaviour = {
  name: 'curlimages/curl',
  size: 9_700_000,
  user: { uid: 100, gid: 101, groups: [101], name: 'curl_user' },
  entrypoint: ['/entrypoint.sh'],
  cmd: ['curl'],
  workingDir: '/home/curl_user',
  packages: 'apk',
  has: ['curl'],
  programs: {
    // Options and addresses alone are curl's.
    '/entrypoint.sh': (context, [first = 'curl', ...rest]) =>
      context.run(first.startsWith('-') || first.includes('://') ? ['curl', first, ...rest] : [first, ...rest]),
  },
}
