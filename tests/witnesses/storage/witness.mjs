// The official clients as a witness: "write" puts one of everything into the account, "read" tells what it finds there.
// The job comes as JSON on standard input, the testimony goes as JSON to standard output.
import { TableClient, odata } from '@azure/data-tables';
import { BlobServiceClient, StorageSharedKeyCredential, generateBlobSASQueryParameters, BlobSASPermissions } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

const job = JSON.parse(await new Response(process.stdin).text());
const table = TableClient.fromConnectionString(job.connection, job.table, { allowInsecureConnection: true });
const container = BlobServiceClient.fromConnectionString(job.connection).getContainerClient(job.container);
const queue = QueueServiceClient.fromConnectionString(job.connection).getQueueClient(job.queue);

const edm = (type, value) => ({ type, value });
const base64 = (text) => Buffer.from(text).toString('base64');

async function write({ facts }) {
  await table.createEntity({
    partitionKey: facts.partition, rowKey: facts.row,
    Text: facts.text, Empty: '', Flag: true, Int32: edm('Int32', '-7'), Int64: edm('Int64', '9007199254740993'),
    Double: edm('Double', '0.1'), Whole: edm('Double', '3.0'), Time: edm('DateTime', '2026-02-03T04:05:06.1234567Z'),
    Guid: edm('Guid', '11111111-2222-3333-4444-555555555555'), Binary: edm('Binary', Buffer.from([0, 1, 255]).toString('base64')),
  });
  await table.submitTransaction([
    ['create', { partitionKey: 'batch', rowKey: '1', Text: facts.text }],
    ['upsert', { partitionKey: 'batch', rowKey: '2', Text: facts.text }, 'Replace'],
  ]);
  const upload = await container.getBlockBlobClient(facts.blob).upload(facts.text, Buffer.byteLength(facts.text), {
    blobHTTPHeaders: { blobContentType: 'text/plain; charset=utf-8', blobContentDisposition: 'attachment; filename="a b.txt"' },
    metadata: { owner: encodeURIComponent(facts.text) },
  });
  const blocks = container.getBlockBlobClient('blocks');
  await blocks.stageBlock('YTE=', 'one', 3);
  await blocks.stageBlock('YTI=', 'two', 3);
  await blocks.commitBlockList(['YTI=', 'YTE=']);
  const log = container.getAppendBlobClient('log');
  await log.create();
  await log.appendBlock('one', 3);
  await log.appendBlock('two', 3, { conditions: { appendPosition: 3 } });
  await queue.sendMessage(base64(facts.text));
  return { etag: upload.etag };
}

async function read({ facts }) {
  const row = await table.getEntity(facts.partition, facts.row, { disableTypeConversion: true });
  const batch = [];
  for await (const found of table.listEntities({ queryOptions: { filter: odata`PartitionKey eq ${'batch'}` } })) batch.push([found.rowKey, found.Text]);
  const blob = await container.getBlobClient(facts.blob).download();
  const names = [];
  for await (const item of container.listBlobsFlat()) names.push(item.name);
  const { receivedMessageItems: [message] } = await queue.receiveMessages();
  return {
    row, batch, names,
    blob: {
      text: (await new Response(blob.readableStreamBody).text()), etag: blob.etag, type: blob.contentType,
      disposition: blob.contentDisposition, owner: decodeURIComponent(blob.metadata.owner),
    },
    blocks: (await container.getBlockBlobClient('blocks').getBlockList('committed')).committedBlocks.map((block) => block.name),
    log: (await container.getAppendBlobClient('log').downloadToBuffer()).toString(),
    message: Buffer.from(message.messageText, 'base64').toString(),
  };
}

function sign({ account, key, delegation, blob }) {
  const wanted = {
    containerName: job.container, blobName: blob, permissions: BlobSASPermissions.parse('rcw'), version: '2024-11-04',
    startsOn: new Date('2026-01-02T03:04:05Z'), expiresOn: new Date('2099-01-01T00:00:00Z'),
    contentDisposition: 'attachment; filename="a b.txt"', contentType: 'text/plain', cacheControl: 'no-store',
    ipRange: { start: '168.1.5.60', end: '168.1.5.70' }, protocol: 'https',
  };
  const byIdentity = { ...delegation, signedStartsOn: new Date(delegation.signedStartsOn), signedExpiresOn: new Date(delegation.signedExpiresOn) };
  return {
    byKey: new URLSearchParams(generateBlobSASQueryParameters(wanted, new StorageSharedKeyCredential(account, key)).toString()).get('sig'),
    byIdentity: new URLSearchParams(generateBlobSASQueryParameters(wanted, byIdentity, account).toString()).get('sig'),
  };
}

const testimony = await { write, read, sign }[job.action](job);
process.stdout.write(JSON.stringify(testimony));
