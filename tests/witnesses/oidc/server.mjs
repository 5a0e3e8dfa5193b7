// An OIDC server on a free loopback port with keys of its own. It prints its issuer, answers client_credentials for
// the resources below with JWT access tokens (RFC 9068) and ends when its standard input closes.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

process.stdin.once('end', () => process.exit(0)).once('error', () => process.exit(0)).resume();

const jwk = (type, options) => generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' });
const keys = [jwk('rsa', { modulusLength: 2048 }), jwk('ec', { namedCurve: 'P-256' })];
const algorithms = ['RS256', 'PS256', 'ES256'];

const configuration = {
  jwks: { keys: keys.map((key) => ({ use: 'sig', ...key })) },
  enabledJWA: { idTokenSigningAlgValues: algorithms },
  clients: [{ client_id: 'official', client_secret: 'for-tests-on-loopback', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
  extraTokenClaims: () => ({ realm_access: { roles: ['reviewer', 'offline_access'] }, region: '4401', name: '张三' }),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      // urn:marketplace:<algorithm> signs with that algorithm.
      getResourceServerInfo: (_, resource) => ({
        scope: '', audience: 'marketplace', accessTokenTTL: 300, accessTokenFormat: 'jwt', jwt: { sign: { alg: resource.split(':').at(-1) } },
      }),
    },
  },
};

const server = createServer((request, response) => handle(request, response));
let handle = (_, response) => response.end();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  handle = new Provider(issuer, configuration).callback();
  console.log(`issuer ${issuer}`);
});
