// Runs Azurite inside this process and ends it with its owner: when the owner goes away, however it ends, its side
// of our standard input closes. Azurite alone would live on as an orphan.
const path = require('node:path');

const [modules, ...args] = process.argv.slice(2);
const secondsToSave = 10;

function end() {
  const savesItsData = process.emit('SIGTERM');
  if (!savesItsData) process.exit(0);
  setTimeout(() => process.exit(1), secondsToSave * 1000).unref();
}

process.stdin.once('end', end).once('error', end).resume();

const main = path.join(modules, 'azurite', 'dist', 'src', 'azurite.js');
process.argv = [process.argv[0], main, ...args];
require(main);
