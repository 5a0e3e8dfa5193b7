// Starts Azurite so that it can be trusted with data: what it has acknowledged survives its own kill -9.
// usage: node azurite.cjs [--end-with-stdin] <Azurite's own options>
//   --end-with-stdin   ends when standard input closes, that is with its owner, however that one ends
const path = require('node:path');

require('./journal.cjs');

const secondsToSave = 10;
const options = process.argv.slice(2).filter((option) => option !== '--end-with-stdin');

function end() {
  const savesItsData = process.emit('SIGTERM');
  if (!savesItsData) process.exit(0);
  setTimeout(() => process.exit(1), secondsToSave * 1000).unref();
}

if (process.argv.includes('--end-with-stdin')) process.stdin.once('end', end).once('error', end).resume();

const main = path.join(__dirname, 'node_modules', 'azurite', 'dist', 'src', 'azurite.js');
process.argv = [process.argv[0], main, ...options];
require(main);
