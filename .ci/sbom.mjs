#!/usr/bin/env node
// Writes the bill of materials (CycloneDX 1.6, JSON) of what restore and publish resolved: node .ci/sbom.mjs FILE
// Required components run in the app or the audit verifier; excluded ones build, test or emulate.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = 'functions/Functions.csproj';
const shipped = [app, 'infra/AuditVerify/AuditVerify.csproj'];
const published = 'artifacts/app/Marketplace.Functions.runtimeconfig.json';

const components = new Map();
const dependencies = new Map();

const json = file => JSON.parse(readFileSync(join(root, file), 'utf8'));
const find = (folder, isWanted) => readdirSync(join(root, folder), { withFileTypes: true })
  .filter(entry => !['node_modules', 'bin', 'obj'].includes(entry.name))
  .flatMap(entry => entry.isDirectory() ? find(`${folder}/${entry.name}`, isWanted) : isWanted(entry.name) ? [`${folder}/${entry.name}`] : []);
const findAll = isWanted => ['functions', 'infra', 'tests'].flatMap(folder => find(folder, isWanted)).sort();
const licenses = text => !text ? undefined : [/^[\w.+() -]+$/.test(text) && !/^SEE /.test(text) ? { expression: text } : { license: { name: text } }];
const sha512 = base64 => base64 ? [{ alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') }] : undefined;

function add(ref, component, user, required) {
  const known = components.get(ref) ?? { scope: 'excluded', ...component, users: new Set() };
  if (required) known.scope = 'required';
  known.users.add(user);
  components.set(ref, known);
}

function connect(ref, refs) {
  dependencies.set(ref, new Set([...dependencies.get(ref) ?? [], ...refs]));
}

function nugetLicenses(folders, path, name) {
  const file = folders.map(folder => join(folder, path, `${name.toLowerCase()}.nuspec`)).find(existsSync);
  const text = file ? readFileSync(file, 'utf8') : '';
  const url = /<licenseUrl>([^<]+)</.exec(text)?.[1];
  return licenses(/<license type="expression">([^<]+)</.exec(text)?.[1]) ?? (url && [{ license: { name: url, url } }]);
}

function readProject(project) {
  const assets = join(dirname(project), 'obj/project.assets.json');
  if (!existsSync(join(root, assets))) throw new Error(`${project} is not restored: dotnet restore Marketplace.Functions.sln`);
  const { libraries, targets, packageFolders, project: { frameworks } } = json(assets);
  const user = basename(project, '.csproj');
  const folders = Object.keys(packageFolders);
  const resolved = Object.values(targets)[0];
  const versions = Object.fromEntries(Object.keys(resolved).map(key => key.split('/')));
  const refOf = name => `pkg:nuget/${name}@${versions[name]}`;
  const packagesOf = entry => Object.keys(entry.dependencies ?? {}).filter(name => name in versions && resolved[`${name}/${versions[name]}`].type === 'package').map(refOf);

  for (const [key, entry] of Object.entries(resolved)) {
    if (entry.type === 'project' && project === app) connect(app, packagesOf(entry));
    if (entry.type !== 'package') continue;
    const [name, version] = key.split('/');
    const library = libraries[key];
    const runs = Object.keys({ ...entry.runtime, ...entry.runtimeTargets }).some(file => !file.endsWith('/_._'));
    add(refOf(name), { type: 'library', name, version, hashes: sha512(library.sha512), licenses: nugetLicenses(folders, library.path, name) }, user, runs && shipped.includes(project));
    connect(refOf(name), packagesOf(entry));
  }

  for (const framework of Object.values(frameworks)) {
    if (project === app) connect(app, packagesOf(framework));
    for (const { name, version } of framework.downloadDependencies ?? []) {
      const exact = /[\w.-]+/.exec(version)[0];
      add(`pkg:nuget/${name}@${exact}`, { type: 'library', name, version: exact }, user, false);
    }
  }
}

function readLock(lock) {
  const { name: user, packages } = json(lock);
  const nameOf = path => packages[path].name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const refOf = path => `pkg:npm/${nameOf(path).replace('@', '%40')}@${packages[path].version}`;
  // Node looks beside the package first, then in each folder above.
  const resolve = (path, name) => {
    for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
      const candidate = `${folder ? `${folder}/` : ''}node_modules/${name}`;
      if (candidate in packages) return [refOf(candidate)];
      if (!folder) return [];
    }
  };
  for (const [path, entry] of Object.entries(packages).filter(([path]) => path)) {
    const [, group, name] = /^(?:(@[^/]+)\/)?(.+)$/.exec(nameOf(path));
    const hashes = entry.integrity?.startsWith('sha512-') ? sha512(entry.integrity.slice('sha512-'.length)) : undefined;
    add(refOf(path), { type: 'library', group, name, version: entry.version, hashes, licenses: licenses(entry.license) }, user, false);
    connect(refOf(path), Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }).flatMap(dependency => resolve(path, dependency)));
  }
}

function readFrameworks() {
  if (!existsSync(join(root, published))) throw new Error('The app is not published: .ci/publish artifacts');
  const { frameworks, framework } = json(published).runtimeOptions;
  for (const { name, version } of frameworks ?? [framework]) {
    add(`framework:${name}@${version}`, { type: 'framework', name, version, description: 'The lowest patch level that runs the app; the machine brings its own.' }, 'Functions', true);
    connect(app, [`framework:${name}@${version}`]);
  }
}

function git(...args) {
  return existsSync(join(root, '.git')) ? execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim() : undefined;
}

function bill() {
  const version = git('rev-parse', '--short=12', 'HEAD') ?? '0';
  const content = {
    metadata: {
      timestamp: git('log', '-1', '--format=%aI'),
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': app, name: 'Marketplace.Functions', version },
    },
    components: [...components].sort(([a], [b]) => (a < b ? -1 : 1)).map(([ref, { users, ...component }]) => ({
      'bom-ref': ref, ...component, purl: ref.startsWith('pkg:') ? ref : undefined,
      properties: [{ name: 'marketplace:usedBy', value: [...users].sort().join(' ') }],
    })),
    dependencies: [...dependencies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([ref, refs]) => ({ ref, dependsOn: [...refs].sort() })),
  };
  // The same commit gives the same bill, number and time included.
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const serial = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  return { $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${serial}`, version: 1, ...content };
}

const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: node .ci/sbom.mjs FILE');
findAll(name => name.endsWith('.csproj')).forEach(readProject);
findAll(name => name === 'package-lock.json').forEach(readLock);
readFrameworks();
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(bill(), null, 2)}\n`);
