// Azurite keeps its tables of contents in LokiJS, in memory, and saves them every five seconds; a kill -9 takes back what it acknowledged
// since. Here every change goes to a journal next to the database before the answer that acknowledges it, and is replayed after a kill.
// A line of the journal holds all changes up to one answer, so a transaction is in it whole or not at all. There is no fsync: a killed process
// loses nothing that was written, and a machine that loses power is beyond an emulator.
// Bound to the versions in package-lock.json: it wraps methods of LokiJS's prototypes.
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const Loki = require('lokijs');

const { Collection } = Loki;
const owner = Symbol('database');
const waiting = new Set();

class Journal {
  constructor(database) {
    this.folder = path.dirname(database);
    this.prefix = `${path.basename(database)}.journal.`;
    this.number = Math.max(0, ...this.files().map(({ number }) => number)) + 1;
    this.changes = [];
  }

  files() {
    const numbered = fs.existsSync(this.folder) ? fs.readdirSync(this.folder).filter((name) => name.startsWith(this.prefix)) : [];
    return numbered
      .map((name) => ({ path: path.join(this.folder, name), number: Number(name.slice(this.prefix.length)) }))
      .sort((a, b) => a.number - b.number);
  }

  add(change) {
    if (this.silent) return;
    this.changes.push(change);
    if (waiting.size === 0) setImmediate(flush);
    waiting.add(this);
  }

  flush() {
    if (this.changes.length === 0) return;
    this.file ??= fs.openSync(path.join(this.folder, this.prefix + this.number), 'a');
    fs.writeSync(this.file, `${JSON.stringify(this.changes)}\n`);
    this.changes = [];
  }

  /** Begins a new file; what stands in the older ones is in the database that is being saved. */
  turn() {
    this.flush();
    if (this.file !== undefined) fs.closeSync(this.file);
    this.file = undefined;
    this.number += 1;
  }

  forgetOlder() {
    for (const file of this.files()) if (file.number < this.number) fs.unlinkSync(file.path);
  }

  read() {
    const lines = this.files().flatMap((file) => fs.readFileSync(file.path, 'utf8').split('\n').slice(0, -1));
    return lines.flatMap((line) => JSON.parse(line));
  }
}

function flush() {
  for (const journal of waiting) journal.flush();
  waiting.clear();
}

function journalOf(database) {
  if (database.persistenceMethod !== 'fs') return undefined;
  if (!database[owner]) Object.defineProperty(database, owner, { value: new Journal(path.resolve(database.filename)) });
  return database[owner];
}

function replay(database, changes) {
  const touched = new Map();
  const rowsOf = (name) => {
    const collection = database.getCollection(name);
    if (!collection) return undefined;
    if (!touched.has(collection)) touched.set(collection, new Map(collection.data.map((row) => [row.$loki, row])));
    return touched.get(collection);
  };
  for (const { create, drop, collection, put, remove, options } of changes) {
    if (create) database.addCollection(create, options);
    else if (drop) database.removeCollection(drop);
    else if (put) rowsOf(collection)?.set(put.$loki, put);
    else for (const id of remove) rowsOf(collection)?.delete(id);
  }
  for (const [collection, rows] of touched) {
    const ids = [...rows.keys()].sort((a, b) => a - b);
    collection.data = ids.map((id) => rows.get(id));
    collection.idIndex = ids;
    collection.maxId = Math.max(collection.maxId, ids.at(-1) ?? 0);
    collection.constraints.unique = {};
    collection.ensureAllIndexes(true);
    collection.dirty = true;
  }
}

/** Wraps a method: `around` gets the original, bound to its object. */
function wrap(prototype, name, around) {
  const original = prototype[name];
  if (typeof original !== 'function') throw new Error(`This Azurite has no ${name} to wrap; see journal.cjs.`);
  prototype[name] = function wrapped(...args) {
    return around.call(this, original.bind(this), ...args);
  };
}

wrap(Loki.prototype, 'addCollection', function add(original, name, options) {
  const isNew = !this.collections.some((collection) => collection.name === name);
  const collection = original(name, options);
  const journal = journalOf(this);
  if (journal && isNew) {
    Object.defineProperty(collection, owner, { value: journal });
    journal.add({ create: name, options });
  }
  return collection;
});

wrap(Loki.prototype, 'removeCollection', function drop(original, name) {
  journalOf(this)?.add({ drop: name });
  return original(name);
});

wrap(Loki.prototype, 'loadDatabaseInternal', function load(original, options, callback) {
  const journal = journalOf(this);
  if (!journal) return original(options, callback);
  journal.silent = true;
  return original(options, (error) => {
    if (!error) replay(this, journal.read());
    journal.silent = false;
    callback(error);
  });
});

wrap(Loki.prototype, 'saveDatabaseInternal', function save(original, callback) {
  const journal = journalOf(this);
  journal?.turn();
  return original((error) => {
    if (!error) journal?.forgetOlder();
    callback?.(error);
  });
});

wrap(Collection.prototype, 'insertOne', function insert(original, ...args) {
  const row = original(...args);
  if (row) this[owner]?.add({ collection: this.name, put: row });
  return row;
});

wrap(Collection.prototype, 'update', function update(original, row) {
  const result = original(row);
  if (!Array.isArray(row)) this[owner]?.add({ collection: this.name, put: this.get(row.$loki) });
  return result;
});

wrap(Collection.prototype, 'remove', function remove(original, row) {
  if (!Array.isArray(row)) this[owner]?.add({ collection: this.name, remove: [row.$loki ?? row] });
  return original(row);
});

wrap(Collection.prototype, 'removeBatchByPositions', function removeMany(original, positions) {
  if (positions.length > 0) this[owner]?.add({ collection: this.name, remove: positions.map((position) => this.data[position].$loki) });
  return original(positions);
});

for (const name of ['write', 'end']) {
  wrap(http.ServerResponse.prototype, name, function answer(original, ...args) {
    flush();
    return original(...args);
  });
}
