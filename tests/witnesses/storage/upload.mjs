// An independent client that uploads by a ticket: the whole file at once, or some of its blocks, of which a later run sends the rest.
// The job comes as JSON on standard input: {url, contentType, bytes (base64), blocks?: {size, send: [index], commit}}.
import { BlockBlobClient } from '@azure/storage-blob';

const { url, contentType, bytes, blocks } = JSON.parse(await new Response(process.stdin).text());
const blob = new BlockBlobClient(url);
const file = Buffer.from(bytes, 'base64');
const headers = { blobHTTPHeaders: { blobContentType: contentType } };

const nameOf = (index) => Buffer.from(String(index).padStart(6, '0')).toString('base64');

async function uploadBlocks({ size, send, commit }) {
  for (const index of send) {
    const block = file.subarray(index * size, (index + 1) * size);
    await blob.stageBlock(nameOf(index), block, block.length);
  }
  if (commit) await blob.commitBlockList(Array.from({ length: Math.ceil(file.length / size) }, (_, index) => nameOf(index)), headers);
}

await (blocks ? uploadBlocks(blocks) : blob.upload(file, file.length, headers));
process.stdout.write('{}');
